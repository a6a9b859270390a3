using Weft.Data.Store;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Runs.Options;
using Weft.Text;
using Weft.Text.Vectors;

namespace Weft.Training.Starting;

/// <summary>The word vectors that a run's embedding starts from.</summary>
internal sealed class VectorStart
{
    private readonly TokenVectors _vectors;
    private readonly VectorsOptions _options;

    private VectorStart(TokenVectors vectors, VectorsOptions options) => (_vectors, _options) = (vectors, options);

    /// <summary>Reads the vectors that the options name, and checks that they cover enough of the text.</summary>
    /// <returns>Null where they name none.</returns>
    /// <exception cref="InvalidDataException">The file cannot be used, or covers too little.</exception>
    public static VectorStart? Read(RunOptions options, TokenStore store, IProgress<WorkProgress>? progress, CancellationToken stop)
    {
        if (options.Vectors.File.Length == 0)
            return null;
        var occurrences = TokenFrequencies.Count(store[Split.Train], store.Vocabulary.Count);
        var vectors = TokenVectors.Read(options.Vectors.File, store.Vocabulary, occurrences, options.Seed, progress, stop);
        var covered = vectors.Coverage.Occurrences.Covered;
        if (covered < options.Vectors.MinCoverage)
        {
            throw new InvalidDataException(
                $"{options.Vectors.File} covers {covered:P2} of the training tokens; vectors.minCoverage asks for {options.Vectors.MinCoverage:P2}.{Environment.NewLine}"
                + "Give vectors of more words or another tokenizer, or lower --min-coverage.");
        }
        return new VectorStart(vectors, options.Vectors);
    }

    /// <summary>The options with the model's embedding as wide as the vectors, and with a path that is the same from any folder.</summary>
    /// <exception cref="ConfigurationException">The dimensions do not fit, and are not to be made to.</exception>
    public RunOptions Fit(RunOptions options)
    {
        var (model, width) = (options.Model, _vectors.Coverage.Dimension);
        if (width != model.Dimension && _options.Mismatch == VectorMismatch.Fail)
        {
            throw new ConfigurationException(
                $"The vectors of {_options.File} have {width} dimensions, and model.dimension is {model.Dimension}; vectors.mismatch is fail.{Environment.NewLine}"
                + $"Set model.dimension to {width}, or vectors.mismatch to project.");
        }
        if (model.EmbeddingDimension != 0 && model.EmbeddingDimension != width)
            throw new ConfigurationException($"model.embeddingDimension is {model.EmbeddingDimension}; it must be 0 or {width}, the dimension of {_options.File}.");
        options = options with { Model = model with { EmbeddingDimension = width }, Vectors = _options with { File = Path.GetFullPath(_options.File) } };
        options.Validate();
        return options;
    }

    /// <summary>Starts a model's embedding at the vectors.</summary>
    /// <returns>Where they came from.</returns>
    public VectorCoverage Apply(TransformerModel model)
    {
        // A uniform number has a third of its bound's square as variance.
        var scale = _options.Scale == VectorScale.Matched ? model.Options.EmbeddingDeviation / _vectors.RootMeanSquare : 1;
        model.SetEmbedding(_vectors.Values, scale);
        return _vectors.Coverage with { Scale = scale };
    }
}
