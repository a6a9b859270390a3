using Weft.Data.Store;
using Weft.Modeling;
using Weft.Runs.Options;
using Weft.Runs.Starting;

namespace Weft.Training.Starting;

/// <summary>What the weights of a new model start from, where they are not drawn.</summary>
/// <param name="Vectors">Word vectors, or null.</param>
/// <param name="Run">A run, or null.</param>
internal sealed record FirstWeights(VectorStart? Vectors, StartingRun? Run)
{
    /// <summary>Nothing: all are drawn, or a checkpoint's will follow.</summary>
    public static FirstWeights None { get; } = new(null, null);

    /// <summary>Tells apart what workers start from.</summary>
    public string Sha256 => Run?.Sha256 ?? "";

    /// <summary>The options, fitted to the word vectors.</summary>
    /// <exception cref="Foundation.ConfigurationException">They do not fit.</exception>
    public RunOptions Fit(RunOptions options) => Vectors?.Fit(options) ?? options;

    /// <summary>Starts a model there.</summary>
    /// <inheritdoc cref="StartingRun.Apply"/>
    public WeightSources Apply(TransformerModel model, RunOptions options, TokenStore store, IReadOnlyList<string> names) =>
        new(Vectors?.Apply(model), Run?.Apply(model, options, store, names));
}
