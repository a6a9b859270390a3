using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Evaluation.Captions;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Tasks.Passes;
using Weft.Tasks.Translation;
using Weft.Text;

namespace Weft.Tasks.Captioning;

/// <summary>Measures what captions pictures on the splits of a corpus: every token of a caption once, behind the right ones before it; and, for a report, its own caption of each picture.</summary>
/// <param name="model">The model; it is left in evaluation mode.</param>
/// <param name="store">The corpus; its documents are captions.</param>
/// <param name="setup">How they become examples.</param>
/// <param name="progress">Hears how far a measurement has come; null needs nobody to hear it.</param>
internal sealed class CaptioningMeter(EncoderDecoderModel model, TokenStore store, CaptioningSetup setup, IProgress<WorkProgress>? progress) : ISplitMeter
{
    private readonly Dictionary<Split, CaptionedPictures> _captions = [];

    /// <summary>What the report of a text of its own is called; null takes the name of the split.</summary>
    public string? Name { get; init; }

    /// <summary>The captions of a split.</summary>
    public CaptionedPictures CaptionsOf(Split split)
    {
        if (!_captions.TryGetValue(split, out var captions))
            _captions.Add(split, captions = new CaptionedPictures(store[split], store.Vocabulary, setup.ForMeasuring()));
        return captions;
    }

    /// <inheritdoc/>
    public EvaluationResult Measure(Split split, CancellationToken stop = default)
    {
        var own = new OwnFigures(setup.Metrics);
        var (loss, tokens, correct) = Score(split, setup.Metrics.Count > 0 ? own.Take : null, stop);
        return CaptioningReport.ResultOf(loss / tokens, tokens, (double)correct / tokens, SignatureOf(split), own.Report());
    }

    /// <summary>Measures everything that a report holds.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="InvalidDataException">A loss is not a finite number, so the weights are of no use.</exception>
    public CaptioningReport Report(Split split, long step, WeightsChoice weights, CancellationToken stop)
    {
        var (own, sentences) = (new OwnFigures(setup.Metrics), new SentenceAccuracy());
        var (loss, tokens, correct) = Score(split, sentences.Take + (Action<ScoredToken>)own.Take, stop);
        if (!double.IsFinite(loss))
            throw new InvalidDataException($"The weights of step {step} give a loss of {loss}: training diverged. Name another --checkpoint.");
        var (captions, scores) = (CaptionsOf(split), new CaptionScores());
        var pictures = Caption(split, stop);
        foreach (var picture in pictures)
            scores.Add(picture.Caption, picture.References);
        return new CaptioningReport
        {
            Split = Name ?? SplitNames.Of(split),
            Step = step,
            Weights = weights,
            Signature = SignatureOf(split),
            Tokens = tokens,
            Captions = captions.Count,
            CaptionsCut = captions.Cut,
            CaptionsEmpty = captions.Empty,
            Pictures = pictures.Count,
            Loss = loss / tokens,
            Accuracy = (double)correct / tokens,
            AccuracyInterval = sentences.Interval(),
            Decoding = setup.Beams.ToString(),
            ExactMatch = scores.ExactMatch,
            ExactMatchInterval = scores.ExactMatchInterval(),
            Bleu = scores.Bleu,
            BleuSignature = scores.BleuSignature,
            RougeL = scores.RougeL,
            Cider = scores.Cider(),
            Own = own.Report(),
            Captioned = pictures,
        };
    }

    IEvaluationReport ISplitMeter.Report(Split split, long step, WeightsChoice weights, CancellationToken stop) => Report(split, step, weights, stop);

    private (double Loss, long Tokens, long Correct) Score(Split split, Action<ScoredToken>? each, CancellationToken stop)
    {
        var captions = CaptionsOf(split);
        if (captions.Count == 0)
            throw new InvalidDataException($"The {SplitNames.Of(split)} split has no caption with a token. Give it some.");
        return new TokenScoring(model, setup.Workers, setup.Batch).Run(
            captions, each, captions.BeginOf, (progress, $"measuring {SplitNames.Of(split)}", "captions"), stop);
    }

    private List<CaptionedPicture> Caption(Split split, CancellationToken stop)
    {
        var (captions, search) = (CaptionsOf(split), new BeamSearch(model, store.Vocabulary, setup.Beams, setup.Context));
        var pictures = captions.ByPicture();
        var found = new SearchPass(model, search, setup.Workers, setup.Batch).Run(
            pictures.Count,
            (chosen, buffer) => PictureRows.Read([.. chosen.Select(place => captions.PixelsOf(pictures[(int)place].Picture))], chosen, buffer, setup.Grid, store.Vocabulary),
            (progress, $"captioning {SplitNames.Of(split)}", "pictures"), stop);
        return [.. pictures.Zip(found, (picture, tokens) => new CaptionedPicture(
            captions.NameOf(picture.Picture), Decode(tokens), [.. picture.Captions.Select(caption => Decode(captions.TokensOf(caption)))], captions.PixelsOf(picture.Picture)))];
    }

    private string Decode(long[] tokens) => EncodedText.DecodeLine(tokens, setup.Tokenizer, store.Vocabulary);

    /// <summary>For example <c>captioning|bpe:1f0c93ab|vocabulary:1800:1f0c93ab|pictures:32:4|context:32|float32|test:9d1e22c0</c>.</summary>
    private string SignatureOf(Split split) => string.Join('|',
        "captioning",
        store.Manifest.TokenizerIdentity,
        $"vocabulary:{store.Vocabulary.Count}:{store.Vocabulary.Hash[..8]}",
        $"pictures:{setup.Grid.ImageSize}:{setup.Grid.Patch}",
        $"context:{setup.Context}",
        PerplexitySignature.NameOf(setup.Precision),
        $"{(store.Manifest.IsWhole ? "data" : SplitNames.Of(split))}:{HashOf(split)[..8]}");

    // Tokens, where captions begin, and pictures.
    private string HashOf(Split split) => Hashes.Sha256(string.Join('|',
        new[] { TokenStoreFiles.TokenColumn, TokenStoreFiles.DocumentColumn }.Select(store.Manifest[split].HashOf).Append(store[split].Pictures!.Hash)));
}
