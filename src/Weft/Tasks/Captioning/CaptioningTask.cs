using Weft.Data.Store;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Sampling;
using Weft.Tasks.Translation;
using Weft.Text;
using Weft.Text.Vocabularies;

namespace Weft.Tasks.Captioning;

/// <summary>Learns to write the caption of a picture: an encoder reads the picture's patches (Dosovitskiy et al. 2021), and a decoder that looks at it tells each token of the caption from the right
/// ones before it.</summary>
internal sealed class CaptioningTask : WritingTask
{
    private readonly CaptioningMeter _meter;

    /// <summary>A model that is to learn a corpus.</summary>
    /// <param name="model">The model; the task owns it.</param>
    /// <param name="store">The corpus; its documents are captions.</param>
    /// <param name="setup">How it becomes examples.</param>
    /// <param name="examples">The corpus's examples, from <see cref="ExamplesOf"/>.</param>
    /// <param name="progress">Hears how far a measurement has come, in captions.</param>
    public CaptioningTask(EncoderDecoderModel model, TokenStore store, CaptioningSetup setup, IExamples examples, IProgress<WorkProgress>? progress = null)
        : this(model, store, setup, examples, new CaptioningMeter(model, store, setup, progress))
    {
    }

    private CaptioningTask(EncoderDecoderModel model, TokenStore store, CaptioningSetup setup, IExamples examples, CaptioningMeter meter)
        : base(model, store.Vocabulary, examples, meter, FingerprintOf(model.Options, store.Vocabulary, setup.Grid.ImageSize)) => _meter = meter;

    /// <summary>The examples of a corpus: before a model is built for it, as a check.</summary>
    /// <exception cref="InvalidDataException">The captions do not fill one batch.</exception>
    public static CaptionedPictures ExamplesOf(TokenStore store, CaptioningSetup setup)
    {
        var captions = new CaptionedPictures(store[Split.Train], store.Vocabulary, setup);
        return captions.Count >= setup.Batch ? captions : throw new InvalidDataException(
            $"The training split has {captions.Count:N0} captions with a token; one batch takes {setup.Batch}.{Environment.NewLine}Give more pictures, or lower training.batch.");
    }

    /// <summary>What the user should know of the captions before they are learnt, in a line, or null.</summary>
    public static string? NoteOf(CaptionedPictures captions, int context)
    {
        string?[] notes =
        [
            captions.Cut == 0 ? null : $"{captions.Cut:N0} {(captions.Cut == 1 ? "caption" : "captions")} of the training split are longer than training.context, {context} tokens: the beginning is learnt.",
            captions.Empty == 0 ? null : $"{captions.Empty:N0} {(captions.Empty == 1 ? "caption is" : "captions are")} left out: without a token.",
        ];
        return notes.Any(note => note is not null) ? string.Join(' ', notes.OfType<string>()) : null;
    }

    /// <summary>The fingerprint of a model for a vocabulary and pictures of a size.</summary>
    public static string FingerprintOf(ModelOptions options, Vocabulary vocabulary, int imageSize) => ModelFingerprint.Of(options, $"{vocabulary.Hash}|captioning|{imageSize}|{options.Patch}");

    /// <inheritdoc/>
    public override long TargetsIn(Split split) => _meter.CaptionsOf(split).TargetsInEpoch;
}
