using Weft.Data.Store;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Runs;
using Weft.Runs.Checkpoints;
using Weft.Runs.Options;
using Weft.Runs.Starting;

namespace Weft.Training.Starting;

/// <summary>The run whose best weights a training starts from.</summary>
internal sealed class StartingRun
{
    private readonly Checkpoint _checkpoint;
    private readonly RunOptions _source;
    private readonly string _fingerprint;
    private readonly StartingWeights _weights;

    private StartingRun(RunFolder folder, RunOptions source, Action<string> tell)
    {
        (_source, _fingerprint) = (source, TaskStart.FingerprintOf(source, folder));
        _checkpoint = folder.OpenCheckpoint("best", _fingerprint, tell);
        _checkpoint.Origin?.RequireSameModel(folder, source, _checkpoint.Step);
        var choice = source.Evaluation.Weights;
        _weights = new StartingWeights(folder.Path, _checkpoint.Step, choice, _checkpoint.HashOf(Checkpoint.FileOf(choice)), Head: false);
    }

    /// <summary>SHA-256 of its weights.</summary>
    public string Sha256 => _weights.Sha256;

    /// <summary>Opens the run that options name, and checks that they fit it.</summary>
    /// <param name="options">The options of the training.</param>
    /// <param name="tell">Hears of damaged checkpoints in whose place another is taken.</param>
    /// <returns>Null where they name none.</returns>
    /// <exception cref="ConfigurationException">They do not fit: all that does not.</exception>
    /// <exception cref="InvalidDataException">It is no run, has no checkpoint, or a file of it is damaged.</exception>
    public static StartingRun? Open(RunOptions options, Action<string> tell)
    {
        if (options.Training.From.Length == 0)
            return null;
        var folder = RunFolder.Open(options.Training.From);
        var source = folder.ReadOptions();
        var problems = new Problems();
        StartLayer.Require(source, options, problems);
        problems.ThrowIfAny();
        return new StartingRun(folder, source, tell);
    }

    /// <summary>Opens it again, for a run that was stopped before its first checkpoint.</summary>
    /// <param name="options">The run's options.</param>
    /// <param name="run">The run.</param>
    /// <param name="tell">As in <see cref="Open"/>.</param>
    /// <exception cref="InvalidDataException">It is gone, or its weights are not those that the run began with.</exception>
    public static StartingRun? OpenAgain(RunOptions options, RunFolder run, Action<string> tell)
    {
        try
        {
            var again = Open(options, tell);
            var before = run.ReadWeightSources().Run;
            return before is null || again?.Sha256 == before.Sha256 ? again
                : throw new InvalidDataException($"its best weights are those of step {again!._weights.Step} now, and others than those of step {before.Step} that it began with.");
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(
                $"{run.Path} has no checkpoint yet and would begin again from {options.Training.From}, which cannot be used: {e.Message}{Environment.NewLine}"
                + "Put back what was there, or train a new model: weft train --from RUN", e);
        }
    }

    /// <summary>The options with its tokenizer, and with a path that is the same from any folder.</summary>
    public RunOptions Fit(RunOptions options) => options with
    {
        Data = options.Data with { Tokenizer = _source.Data.Tokenizer },
        Training = options.Training with { From = Path.GetFullPath(options.Training.From) },
    };

    /// <summary>Starts a model at its weights: body and, where that tells the same classes apart by the same, head.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">What it is to learn.</param>
    /// <param name="store">Has its tokens.</param>
    /// <param name="names">The names of its classes.</param>
    public StartingWeights Apply(TransformerModel model, RunOptions options, TokenStore store, IReadOnlyList<string> names)
    {
        var takesHead = options.Task == _source.Task && options.Data.Labels == _source.Data.Labels
            && (options.Model.Pooling, options.Model.Ngrams) == (_source.Model.Pooling, _source.Model.Ngrams)
            && TaskStart.FingerprintOf(options with { Model = _source.Model }, store.Vocabulary, names, store.SourceVocabulary) == _fingerprint;
        _checkpoint.Restore(model, _weights.Weights, name => takesHead || TransformerModel.IsOfBody(name));
        return _weights with { Head = takesHead };
    }
}
