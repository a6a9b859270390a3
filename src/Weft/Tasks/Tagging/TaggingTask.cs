using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Sampling;
using Weft.Tasks.Passes;
using Weft.Text;
using Weft.Text.Vocabularies;

namespace Weft.Tasks.Tagging;

/// <summary>Learns to tell the tag of each word of a sentence: a Transformer whose tokens see the whole sentence, and a softmax over the tags on the state
/// of each word's first token (as Devlin et al. 2019, section 5.3, do it).</summary>
internal sealed class TaggingTask : ITask
{
    private readonly TransformerModel _model;
    private readonly TaggingMeter _meter;

    /// <summary>A model that is to learn a corpus.</summary>
    /// <param name="model">The model, with a class for each tag; the task owns it.</param>
    /// <param name="store">The corpus; its words have tags.</param>
    /// <param name="setup">How it becomes examples.</param>
    /// <param name="examples">The corpus's examples, from <see cref="ExamplesOf"/>.</param>
    /// <param name="progress">Hears how far a measurement has come, in sentences.</param>
    public TaggingTask(TransformerModel model, TokenStore store, TaggingSetup setup, IExamples examples, IProgress<WorkProgress>? progress = null)
    {
        (_model, Examples, BlindLoss) = (model, examples, Math.Log(store.OwnTagNames.Count));
        _meter = new TaggingMeter(model, store, store.OwnTagNames, setup, progress);
        Fingerprint = FingerprintOf(model.Options, store.Vocabulary, store.OwnTagNames);
    }

    /// <inheritdoc/>
    public ITrainable Model => _model;

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <inheritdoc/>
    public IExamples Examples { get; }

    /// <inheritdoc/>
    public Criterion Best => Criterion.HighestAccuracy;

    /// <inheritdoc/>
    public double BlindLoss { get; }

    /// <inheritdoc/>
    public string Unit => "words";

    /// <summary>The examples of a corpus: before a model is built for it, as a check.</summary>
    /// <exception cref="InvalidDataException">The words have one tag alone, or the sentences do not fill one batch.</exception>
    public static TaggedSentences ExamplesOf(TokenStore store, TaggingSetup setup)
    {
        if (store.OwnTagNames.Count < 2)
        {
            throw new InvalidDataException(
                $"All words have the tag '{store.OwnTagNames.SingleOrDefault()}': there is nothing to tell apart.{Environment.NewLine}"
                + $"The tag of a word is what follows the last '{store.Manifest.Options.TagSeparator}' in it (data.tagSeparator). Give text with other tags too.");
        }
        var sentences = new TaggedSentences(store[Split.Train], TaggingMeter.Identity(store), store.Vocabulary, setup);
        return sentences.Count >= setup.Batch ? sentences : throw new InvalidDataException(
            $"The training split has {sentences.Count:N0} sentences; one batch takes {setup.Batch}.{Environment.NewLine}"
            + "Give more text, lower training.batch, or check data.documents: a line is a sentence.");
    }

    /// <summary>What the user should know of the sentences before they are learnt, in a line, or null.</summary>
    public static string? NoteOf(TokenStore store, TaggedSentences sentences, int context)
    {
        const int Shown = 5;
        var counts = sentences.CountClasses(store.OwnTagNames.Count);
        var unseen = store.OwnTagNames.Where((_, tag) => counts[tag] == 0).Order(StringComparer.Ordinal).ToList();
        string?[] notes =
        [
            sentences.Cut == 0 ? null
                : $"{sentences.Cut:N0} {(sentences.Cut == 1 ? "sentence of the training split is" : "sentences of the training split are")} longer than training.context, {context} tokens, and cut into pieces.",
            unseen.Count == 0 ? null
                : $"{unseen.Count:N0} of {store.OwnTagNames.Count:N0} tags {(unseen.Count == 1 ? "stands" : "stand")} in validation or test only, and cannot be learnt: {string.Join(", ", unseen.Take(Shown))}{(unseen.Count > Shown ? ", ..." : "")}.",
        ];
        return notes.Any(note => note is not null) ? string.Join(' ', notes.OfType<string>()) : null;
    }

    /// <summary>The fingerprint of a model for a vocabulary and tags.</summary>
    public static string FingerprintOf(ModelOptions options, Vocabulary vocabulary, IReadOnlyList<string> tags) =>
        ModelFingerprint.Of(options, $"{vocabulary.Hash}|tags:{LabelTable.HashOf(tags)}");

    /// <inheritdoc/>
    public long TargetsIn(Split split) => _meter.SentencesOf(split).TargetsInEpoch;

    /// <inheritdoc/>
    public BatchLosses Differentiate(ExampleBatch batch, PassSettings pass, StepClock clock) =>
        // A piece of a sentence is read as a whole: it is never cut further.
        TokenPass.Differentiate(_model, batch, pass with { Length = null }, thinning: null, clock);

    /// <inheritdoc/>
    public (double Loss, long Targets) Measure(ExampleBatch batch) => TokenPass.Measure(_model, batch);

    /// <inheritdoc/>
    public EvaluationResult Measure(Split split, CancellationToken stop) => _meter.Measure(split, stop);

    /// <inheritdoc/>
    public IEvaluationReport Report(Split split, long step, WeightsChoice weights, CancellationToken stop) => _meter.Report(split, step, weights, stop);

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
