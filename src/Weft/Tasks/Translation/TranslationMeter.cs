using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Reports;
using Weft.Evaluation.Translations;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Sampling;
using Weft.Tasks.Passes;
using Weft.Text;
using Weft.Text.Vocabularies;

namespace Weft.Tasks.Translation;

/// <summary>Measures a translator on the splits of a corpus: every token of a target once, behind the right ones before it; and, for a report, its own translations.</summary>
/// <param name="model">The model; it is left in evaluation mode.</param>
/// <param name="store">The corpus; its documents are pairs.</param>
/// <param name="setup">How pairs become examples.</param>
/// <param name="progress">Hears how far a measurement has come, in pairs; null needs nobody to hear it.</param>
internal sealed class TranslationMeter(EncoderDecoderModel model, TokenStore store, TranslationSetup setup, IProgress<WorkProgress>? progress) : ISplitMeter
{
    private readonly Dictionary<Split, TranslationPairs> _pairs = [];

    /// <summary>What the report of a text of its own is called; null takes the name of the split.</summary>
    public string? Name { get; init; }

    /// <summary>The pairs of a split.</summary>
    public TranslationPairs PairsOf(Split split)
    {
        if (!_pairs.TryGetValue(split, out var pairs))
            _pairs.Add(split, pairs = new TranslationPairs(store[split], store.Vocabulary, setup with { WordDropout = 0 }));
        return pairs;
    }

    /// <inheritdoc/>
    public EvaluationResult Measure(Split split, CancellationToken stop = default)
    {
        var own = new OwnFigures(setup.Metrics);
        var (loss, tokens, correct) = Score(split, setup.Metrics.Count > 0 ? own.Take : null, stop);
        return TranslationReport.ResultOf(loss / tokens, tokens, (double)correct / tokens, SignatureOf(split), own.Report());
    }

    /// <summary>Measures everything that a report holds.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="InvalidDataException">A loss is not a finite number, so the weights are of no use.</exception>
    public TranslationReport Report(Split split, long step, WeightsChoice weights, CancellationToken stop)
    {
        var (own, sentences) = (new OwnFigures(setup.Metrics), new SentenceAccuracy());
        var (loss, tokens, correct) = Score(split, sentences.Take + (Action<ScoredToken>)own.Take, stop);
        if (!double.IsFinite(loss))
            throw new InvalidDataException($"The weights of step {step} give a loss of {loss}: training diverged. Name another --checkpoint.");
        var (pairs, bleu, chrf) = (PairsOf(split), new BleuCounts(), new ChrfCounts());
        var translations = Translate(split, stop);
        foreach (var pair in translations)
        {
            bleu.Add(pair.Translation, pair.Reference);
            chrf.Add(pair.Translation, pair.Reference);
        }
        return new TranslationReport
        {
            Split = Name ?? SplitNames.Of(split),
            Step = step,
            Weights = weights,
            Signature = SignatureOf(split),
            Tokens = tokens,
            Pairs = pairs.Count,
            PairsCut = pairs.Cut,
            PairsEmpty = pairs.Empty,
            Loss = loss / tokens,
            Accuracy = (double)correct / tokens,
            AccuracyInterval = sentences.Interval(),
            Decoding = setup.Beams.ToString(),
            Bleu = bleu.Score(),
            BleuSignature = bleu.Signature,
            Chrf = chrf.Score(),
            ChrfSignature = chrf.Signature,
            Own = own.Report(),
            Translations = translations,
        };
    }

    IEvaluationReport ISplitMeter.Report(Split split, long step, WeightsChoice weights, CancellationToken stop) => Report(split, step, weights, stop);

    private (double Loss, long Tokens, long Correct) Score(Split split, Action<ScoredToken>? each, CancellationToken stop)
    {
        var pairs = PairsOf(split);
        if (pairs.Count == 0)
            throw new InvalidDataException($"The {SplitNames.Of(split)} split has no pair with a token on both sides. Give it some.");
        return new TokenScoring(model, setup.Workers, setup.Batch).Run(
            pairs, each, pairs.BeginOf, (progress, $"measuring {SplitNames.Of(split)}", "pairs"), stop);
    }

    /// <summary>Translates the sources of a split, which workers share, into what all of them have then; in the order of the examples.</summary>
    private List<TranslatedPair> Translate(Split split, CancellationToken stop)
    {
        var (pairs, search) = (PairsOf(split), new BeamSearch(model, store.Vocabulary, setup.Beams, setup.Context));
        var found = new SearchPass(model, search, setup.Workers, setup.Batch).Run(
            pairs.Count, (chosen, buffer) => pairs.Read(new Samples(0, chosen), buffer), (progress, $"translating {SplitNames.Of(split)}", "pairs"), stop);
        return [.. found.Select((tokens, example) => PairOf(pairs, example, tokens))];
    }

    private TranslatedPair PairOf(TranslationPairs pairs, long example, long[] translation)
    {
        var (source, target) = pairs.TokensOf(example);
        return new TranslatedPair(setup.Source is { } own ? EncodedText.DecodeLine(source, own.Tokenizer, own.Vocabulary) : Decode(source), Decode(target), Decode(translation));
    }

    private string Decode(long[] tokens) => EncodedText.DecodeLine(tokens, setup.Tokenizer, store.Vocabulary);

    /// <summary>For example <c>translation|bpe:1f0c93ab|vocabulary:8000:1f0c93ab|context:64|float32|test:9d1e22c0</c>; where sources have a vocabulary of their own,
    /// <c>source:bpe:77ab01c2|source-vocabulary:8000:77ab01c2</c> comes before the context.</summary>
    private string SignatureOf(Split split) => string.Join('|',
    [
        "translation",
        store.Manifest.TokenizerIdentity,
        NameOf("vocabulary", store.Vocabulary),
        .. setup.Source is { } source ? new[] { $"source:{source.Tokenizer.Identity}", NameOf("source-vocabulary", source.Vocabulary) } : [],
        $"context:{setup.Context}",
        PerplexitySignature.NameOf(setup.Precision),
        $"{(store.Manifest.IsWhole ? "data" : SplitNames.Of(split))}:{HashOf(store.Manifest[split])[..8]}",
    ]);

    private static string NameOf(string what, Vocabulary vocabulary) => $"{what}:{vocabulary.Count}:{vocabulary.Hash[..8]}";

    // Tokens, and where pairs begin.
    private static string HashOf(SplitRecord split) => Hashes.Sha256(string.Join('|',
        new[] { TokenStoreFiles.TokenColumn, TokenStoreFiles.DocumentColumn }.Select(split.HashOf)));
}
