using System.Text.Json.Serialization;
using Weft.Runtime;

namespace Weft.Kernels.Autotuning;

/// <summary>What a measurement of this machine's processor came to.</summary>
/// <param name="Machine">Where it was made.</param>
/// <param name="Speed">The speed of one thread's matrix products.</param>
/// <param name="Threads">The number of threads that is fastest, at most one for each core.</param>
/// <param name="RowsAtOnce">How many rows of scores the decoder's kernel best takes at once.</param>
internal sealed record AutotuningFinding(MachineKey Machine, MatrixSpeed Speed, int Threads, int RowsAtOnce)
{
    /// <summary>The number format that the speeds speak for.</summary>
    [JsonIgnore]
    public Precision Precision => PrecisionChoice.Choose(Speed);

    /// <summary>Whether the numbers can be a measurement's at all.</summary>
    [JsonIgnore]
    public bool IsPlausible =>
        // JSON can leave out what the type cannot.
        Speed is { Float32: > 0 and < double.PositiveInfinity, BFloat16: >= 0 and < double.PositiveInfinity }
        && Threads >= 1 && Threads <= Machine.Cores && RowsAtOnce is >= 1 and <= 1 << 20;
}
