using Weft.Data.Store;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Sampling;
using Weft.Text;
using Weft.Text.Vocabularies;

namespace Weft.Tasks.Translation;

/// <summary>Learns to write the translation of a text: an encoder reads the source, and a decoder that looks at it tells each token of the target from the right ones before it (Vaswani et
/// al. 2017). Both sides are of one vocabulary, or each has its own.</summary>
internal sealed class TranslationTask : WritingTask
{
    private readonly TranslationMeter _meter;

    /// <summary>A model that is to learn a corpus.</summary>
    /// <param name="model">The model; the task owns it.</param>
    /// <param name="store">The corpus; its documents are pairs.</param>
    /// <param name="setup">How it becomes examples.</param>
    /// <param name="examples">The corpus's examples, from <see cref="ExamplesOf"/>.</param>
    /// <param name="progress">Hears how far a measurement has come, in pairs.</param>
    public TranslationTask(EncoderDecoderModel model, TokenStore store, TranslationSetup setup, IExamples examples, IProgress<WorkProgress>? progress = null)
        : this(model, store, examples, new TranslationMeter(model, store, setup, progress))
    {
    }

    private TranslationTask(EncoderDecoderModel model, TokenStore store, IExamples examples, TranslationMeter meter)
        : base(model, store.Vocabulary, examples, meter, FingerprintOf(model.Options, store.Vocabulary, store.SourceVocabulary)) => _meter = meter;

    /// <summary>The examples of a corpus: before a model is built for it, as a check.</summary>
    /// <exception cref="InvalidDataException">The pairs do not fill one batch.</exception>
    public static TranslationPairs ExamplesOf(TokenStore store, TranslationSetup setup)
    {
        var pairs = new TranslationPairs(store[Split.Train], store.Vocabulary, setup);
        return pairs.Count >= setup.Batch ? pairs : throw new InvalidDataException(
            $"The training split has {pairs.Count:N0} pairs with a token on both sides; one batch takes {setup.Batch}.{Environment.NewLine}Give more text, or lower training.batch.");
    }

    /// <summary>What the user should know of the pairs before they are learnt, in a line, or null.</summary>
    public static string? NoteOf(TranslationPairs pairs, int context)
    {
        string?[] notes =
        [
            pairs.Cut == 0 ? null
                : $"{pairs.Cut:N0} {(pairs.Cut == 1 ? "pair" : "pairs")} of the training split have a side that is longer than training.context, {context} tokens: its beginning is seen.",
            pairs.Empty == 0 ? null : $"{pairs.Empty:N0} {(pairs.Empty == 1 ? "pair is" : "pairs are")} left out: a side has no token.",
        ];
        return notes.Any(note => note is not null) ? string.Join(' ', notes.OfType<string>()) : null;
    }

    /// <summary>The fingerprint of a model for a vocabulary, or for two.</summary>
    public static string FingerprintOf(ModelOptions options, Vocabulary vocabulary, Vocabulary? source) =>
        ModelFingerprint.Of(options, $"{vocabulary.Hash}|translation{(source is null ? "" : $"|{source.Hash}")}");

    /// <inheritdoc/>
    public override long TargetsIn(Split split) => _meter.PairsOf(split).TargetsInEpoch;
}
