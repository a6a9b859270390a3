using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Tasks.LanguageModelling;
using Weft.Text;
using Weft.Training.Starting;
using Weft.Workers;

namespace Weft.Training;

/// <summary>Measures a trained model with full reports: on the splits of its own text, or on another text.</summary>
/// <param name="trained">The model.</param>
/// <param name="options">Its options, with what is to be measured otherwise.</param>
/// <param name="corpora">Finds and prepares text.</param>
internal sealed class RunEvaluation(LoadedModel trained, RunOptions options, CorpusProvider corpora)
{
    /// <summary>Who measures: each a share of the batches; all get the same reports, and the first one writes.</summary>
    public IWorkers Workers { get; init; } = Alone.Instance;

    /// <summary>Measures splits of the run's own text.</summary>
    /// <param name="splits">Which; with losses only one.</param>
    /// <param name="losses">Takes the loss of every token; null where it is not wanted.</param>
    /// <param name="stop">Ends the measurement.</param>
    /// <exception cref="InvalidDataException">The text is not the run's any more, or a loss is not a finite number.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyList<IEvaluationReport> OfSplits(IReadOnlyList<Split> splits, TokenLossTable? losses = null, CancellationToken stop = default)
    {
        using var store = corpora.PrepareAgain(options, trained.Folder, stop);
        var measure = MeasureOf(store, null, losses);
        return [.. splits.Select(split => measure(split, stop))];
    }

    /// <summary>Measures a text of its own, as a whole: with the model's tokenizer and vocabulary.</summary>
    /// <param name="source">A file, folder, glob, named corpus, or <c>-</c>.</param>
    /// <param name="losses">Takes the loss of every token; null where it is not wanted.</param>
    /// <param name="stop">Ends the measurement.</param>
    /// <exception cref="InvalidDataException">There is no token in it, or a loss is not a finite number.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IEvaluationReport OfText(string source, TokenLossTable? losses = null, CancellationToken stop = default)
    {
        using var store = corpora.PrepareWhole(
            options.Data with { Source = source }, trained.Tokenizer, trained.Vocabulary, stop, trained.Source is { } own ? new(own.Tokenizer, own.Vocabulary) : null);
        var name = NameOf(source, store[TokenStoreFiles.WholeText].Hash);
        return MeasureOf(store, name, losses)(TokenStoreFiles.WholeText, stop);
    }

    private Func<Split, CancellationToken, IEvaluationReport> MeasureOf(TokenStore store, string? name, TokenLossTable? losses)
    {
        var meter = TaskStart.MeterOf(trained, options, store, Workers, corpora.Progress, name);
        return losses is null ? (split, stop) => meter.Report(split, trained.Step, trained.Weights, stop)
            : meter is SplitMeter ofTokens ? (split, stop) => Report(ofTokens, store, split, losses, stop)
            : throw new ConfigurationException($"--tokens-out does not go with a run of task={options.Task.ToString().ToLowerInvariant()}: tokens have no losses there. weft predict labels text by text.");
    }

    private EvaluationReport Report(SplitMeter meter, TokenStore store, Split split, TokenLossTable losses, CancellationToken stop)
    {
        var report = meter.Report(split, trained.Step, trained.Weights, losses.Take, stop);
        Workers.OnFirst(() => losses.Write(store[split], store.Vocabulary));
        return report;
    }

    /// <summary>A name for files that no split has, and no other text: <c>data-notes-1f0c93ab</c>.</summary>
    private static string NameOf(string source, string hash)
    {
        var stem = source == "-" ? "stdin" : Path.GetFileName(Path.TrimEndingDirectorySeparator(source)).Split('.')[0];
        var plain = new string([.. stem.Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' ? letter : '-')]).Trim('-');
        return plain.Length == 0 ? $"data-{hash[..8]}" : $"data-{plain}-{hash[..8]}";
    }
}
