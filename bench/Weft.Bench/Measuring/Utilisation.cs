using Weft.Runtime;

namespace Weft.Bench.Measuring;

/// <summary>Model FLOPs utilisation: the arithmetic that a model's training needs over what the machine's matrix products could do in the time.</summary>
/// <param name="FlopsPerToken">From <see cref="ModelFlops"/>.</param>
/// <param name="BFloat16">Share of the machine's bfloat16 speed, or null where it has none.</param>
/// <param name="Float32">Share of its float32 speed.</param>
internal sealed record Utilisation(double FlopsPerToken, double? BFloat16, double Float32)
{
    /// <summary>Whether the machine multiplies bfloat16 by instructions of its own: others do so many times slower than float32.</summary>
    public static bool HasBFloat16(MatrixSpeed machine) => machine.BFloat16 > machine.Float32;

    /// <summary>The shares at a speed of training.</summary>
    /// <param name="tokensPerSecond">The speed.</param>
    /// <param name="flopsPerToken">From <see cref="ModelFlops"/>.</param>
    /// <param name="machine">What the machine can do.</param>
    public static Utilisation Of(double tokensPerSecond, double flopsPerToken, MatrixSpeed machine)
    {
        var achieved = tokensPerSecond * flopsPerToken / 1e9;
        return new Utilisation(flopsPerToken, HasBFloat16(machine) ? achieved / machine.BFloat16 : null, achieved / machine.Float32);
    }
}
