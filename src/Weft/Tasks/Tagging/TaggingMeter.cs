using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Tasks.Passes;
using Weft.Text;

namespace Weft.Tasks.Tagging;

/// <summary>Measures a tagger on the splits of a corpus: every word once.</summary>
/// <param name="model">The model; it is left in evaluation mode.</param>
/// <param name="store">The corpus; its words have tags.</param>
/// <param name="tags">The model's tags, by its classes.</param>
/// <param name="setup">How sentences become examples.</param>
/// <param name="progress">Hears how far a measurement has come, in sentences; null needs nobody to hear it.</param>
internal sealed class TaggingMeter(
    TransformerModel model, TokenStore store, IReadOnlyList<string> tags, TaggingSetup setup, IProgress<WorkProgress>? progress) : ISplitMeter
{
    private readonly IReadOnlyList<int> _classes = TaskClasses.PlacesOf(store.OwnTagNames, tags, ("tags", "sentences"));
    private readonly Dictionary<Split, TaggedSentences> _sentences = [];

    /// <summary>What the report of a text of its own is called; null takes the name of the split.</summary>
    public string? Name { get; init; }

    /// <summary>The classes of a corpus's own tags.</summary>
    public static IReadOnlyList<int> Identity(TokenStore store) => [.. Enumerable.Range(0, store.OwnTagNames.Count)];

    /// <summary>The sentences of a split.</summary>
    public TaggedSentences SentencesOf(Split split)
    {
        if (!_sentences.TryGetValue(split, out var sentences))
            _sentences.Add(split, sentences = new TaggedSentences(store[split], _classes, store.Vocabulary, setup with { WordDropout = 0 }));
        return sentences;
    }

    /// <inheritdoc/>
    public EvaluationResult Measure(Split split, CancellationToken stop = default)
    {
        var own = new OwnFigures(setup.Metrics);
        var (loss, words, correct) = Score(split, setup.Metrics.Count > 0 ? own.Take : null, stop);
        return TaggingReport.ResultOf(loss / words, words, (double)correct / words, SignatureOf(split), own.Report());
    }

    /// <summary>Measures everything that a report holds.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="InvalidDataException">A loss is not a finite number, so the weights are of no use.</exception>
    public TaggingReport Report(Split split, long step, WeightsChoice weights, CancellationToken stop)
    {
        var own = new OwnFigures(setup.Metrics);
        using var collector = new TagCollector(tags, setup.Evaluation);
        var (loss, words, _) = Score(split, collector.Take + (Action<ScoredToken>)own.Take, stop);
        if (!double.IsFinite(loss))
            throw new InvalidDataException($"The weights of step {step} give a loss of {loss}: training diverged. Name another --checkpoint.");
        return collector.Report(store[split], SentencesOf(split).CountClasses(tags.Count)) with
        {
            Split = Name ?? SplitNames.Of(split),
            Step = step,
            Weights = weights,
            Signature = SignatureOf(split),
            Loss = loss / words,
            SentencesCut = SentencesOf(split).Cut,
            Own = own.Report(),
        };
    }

    IEvaluationReport ISplitMeter.Report(Split split, long step, WeightsChoice weights, CancellationToken stop) => Report(split, step, weights, stop);

    private (double Loss, long Words, long Correct) Score(Split split, Action<ScoredToken>? each, CancellationToken stop)
    {
        var sentences = SentencesOf(split);
        if (sentences.Count == 0)
            throw new InvalidDataException($"The {SplitNames.Of(split)} split has no word with a tag. Give it some.");
        return new TokenScoring(model, setup.Workers, setup.Batch).Run(
            sentences, each, sentences.BeginOf, (progress, $"measuring {SplitNames.Of(split)}", "sentences"), stop);
    }

    /// <summary>For example <c>tagging|bpe:1f0c93ab|vocabulary:4000:1f0c93ab|tags:17:77aa01ce|context:128|float32|test:9d1e22c0</c>.</summary>
    private string SignatureOf(Split split) => string.Join('|',
        "tagging",
        store.Manifest.TokenizerIdentity,
        $"vocabulary:{store.Vocabulary.Count}:{store.Vocabulary.Hash[..8]}",
        $"tags:{tags.Count}:{LabelTable.HashOf(tags)[..8]}",
        $"context:{setup.Context}",
        PerplexitySignature.NameOf(setup.Precision),
        $"{(store.Manifest.IsWhole ? "data" : SplitNames.Of(split))}:{HashOf(store.Manifest[split])[..8]}");

    // Tokens, where sentences begin, and their tags.
    private static string HashOf(SplitRecord split) => Hashes.Sha256(string.Join('|',
        new[] { TokenStoreFiles.TokenColumn, TokenStoreFiles.DocumentColumn, TokenStoreFiles.TagColumn }.Select(split.HashOf)));
}
