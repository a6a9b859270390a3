using Weft.Text.Vectors;

namespace Weft.Runs.Starting;

/// <summary>Where a model's first weights came from.</summary>
/// <param name="Vectors">Where the embedding's vectors came from; null where it started without word vectors.</param>
/// <param name="Run">The weights of a run; null where it started from none.</param>
internal sealed record WeightSources(VectorCoverage? Vectors, StartingWeights? Run)
{
    /// <summary>All weights were drawn.</summary>
    public static WeightSources None { get; } = new(null, null);
}
