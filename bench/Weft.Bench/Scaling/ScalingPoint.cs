using Weft.Bench.Measuring;
using Weft.Bench.Throughput;
using Weft.Runs.Options;
using Weft.Runtime;

namespace Weft.Bench.Scaling;

/// <summary>What one shape reached.</summary>
internal sealed record ScalingPoint
{
    /// <summary>What is varied, or the name of the model.</summary>
    public required string Factor { get; init; }

    /// <summary>Its value; null where the model is one by itself.</summary>
    public int? Value { get; init; }

    public required double TokensPerSecond { get; init; }

    public required double StepMilliseconds { get; init; }

    /// <summary>Share of the machine's bfloat16 speed; null where it has none.</summary>
    public required double? Utilisation { get; init; }

    /// <summary>Share of its float32 speed.</summary>
    public required double Float32Utilisation { get; init; }

    public required long PeakResidentBytes { get; init; }

    public required long Parameters { get; init; }

    /// <summary>The growth from the point before; null for the first.</summary>
    public ScalingGrowth? Growth { get; init; }

    public static ScalingPoint Of(string factor, int? value, RoundResult result, RunOptions options, int vocabulary, MatrixSpeed machine)
    {
        var share = Measuring.Utilisation.Of(result.TokensPerSecond, ModelFlops.PerToken(options.Model, vocabulary, options.Training.Context), machine);
        return new ScalingPoint
        {
            Factor = factor,
            Value = value,
            TokensPerSecond = result.TokensPerSecond,
            StepMilliseconds = result.StepMilliseconds,
            Utilisation = share.BFloat16,
            Float32Utilisation = share.Float32,
            PeakResidentBytes = result.Costs.PeakResidentBytes,
            Parameters = result.Parameters,
        };
    }
}
