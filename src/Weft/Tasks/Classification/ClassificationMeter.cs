using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Sampling;
using Weft.Tasks.Passes;
using Weft.Text;
using Weft.Workers;

namespace Weft.Tasks.Classification;

/// <summary>Measures a classifier on the splits of a corpus: every text once.</summary>
/// <param name="model">The model; it is left in evaluation mode.</param>
/// <param name="store">The corpus; its documents have labels.</param>
/// <param name="labels">The model's labels, by its classes.</param>
/// <param name="setup">How texts become examples.</param>
/// <param name="progress">Hears how far a measurement has come, in texts; null needs nobody to hear it.</param>
internal sealed class ClassificationMeter(
    TransformerModel model, TokenStore store, IReadOnlyList<string> labels, ClassificationSetup setup, IProgress<WorkProgress>? progress) : ISplitMeter
{
    private readonly IReadOnlyList<int> _classes = TaskClasses.PlacesOf(store.LabelNames, labels, ("labels", "texts"));
    private readonly Dictionary<Split, LabelledTexts> _texts = [];

    /// <summary>What the report of a text of its own is called; null takes the name of the split.</summary>
    public string? Name { get; init; }

    /// <summary>The classes of a corpus's own labels.</summary>
    public static IReadOnlyList<int> Identity(TokenStore store) => [.. Enumerable.Range(0, store.LabelNames.Count)];

    /// <summary>The texts of a split.</summary>
    public LabelledTexts TextsOf(Split split)
    {
        if (!_texts.TryGetValue(split, out var texts))
            _texts.Add(split, texts = new LabelledTexts(store[split], _classes, store.Vocabulary, setup with { WordDropout = 0 }));
        return texts;
    }

    /// <inheritdoc/>
    public EvaluationResult Measure(Split split, CancellationToken stop = default)
    {
        var (loss, counts) = (new ExactSums(1), new long[2]);
        EachBatch(split, predictions: false, (_, sums) =>
        {
            loss.Add(0, sums.NegativeLogLikelihood);
            counts[0] += sums.Targets;
            counts[1] += sums.Correct;
        }, stop);
        loss.Merge(setup.Workers);
        setup.Workers.Sum(counts);
        return ClassificationReport.ResultOf(loss[0] / counts[0], counts[0], (double)counts[1] / counts[0], SignatureOf(split));
    }

    /// <summary>Measures everything that a report holds.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="InvalidDataException">A loss is not a finite number, so the weights are of no use.</exception>
    public ClassificationReport Report(Split split, long step, WeightsChoice weights, CancellationToken stop)
    {
        using var collector = new LabelCollector(labels, setup.Evaluation);
        EachBatch(split, predictions: true, (batch, sums) => collector.Take(batch.Targets, sums), stop);
        collector.Merge(setup.Workers);
        if (!double.IsFinite(collector.Loss))
            throw new InvalidDataException($"The weights of step {step} give a loss of {collector.Loss}: training diverged. Name another --checkpoint.");
        return collector.Report(TextsOf(split).CountClasses(labels.Count)) with
        {
            Split = Name ?? SplitNames.Of(split),
            Step = step,
            Weights = weights,
            Signature = SignatureOf(split),
            TextsWithoutToken = TextsOf(split).Empty,
            TextsCut = TextsOf(split).Cut,
        };
    }

    IEvaluationReport ISplitMeter.Report(Split split, long step, WeightsChoice weights, CancellationToken stop) => Report(split, step, weights, stop);

    /// <summary>Measures all batches of a split, or this worker's part of them.</summary>
    private void EachBatch(Split split, bool predictions, Action<Batch, LossSums> take, CancellationToken stop)
    {
        var texts = TextsOf(split);
        if (texts.Count == 0)
            throw new InvalidDataException($"The {SplitNames.Of(split)} split has no text with a token. Give it some words.");
        var what = $"measuring {SplitNames.Of(split)}";
        try
        {
            new MeasuringPass(model, setup.Workers, setup.Batch).Run(
                texts.Count,
                (chosen, buffer) => texts.Read(new Samples(0, chosen), buffer),
                (_, batch) => take(batch, model.Output.Measure(TextStates.Of(model, batch), batch.Targets, predictions)),
                stop,
                done => progress?.Report(new WorkProgress(what, done, texts.Count, "texts")));
        }
        finally
        {
            progress?.End(what);
        }
    }

    /// <summary>For example <c>classification|blanks|vocabulary:9000:1f0c93ab|labels:6:77aa01ce|context:64|float32|test:9d1e22c0</c>.</summary>
    private string SignatureOf(Split split) => string.Join('|',
        setup.Task == TaskKind.Matching ? "matching" : "classification",
        store.Manifest.TokenizerIdentity,
        $"vocabulary:{store.Vocabulary.Count}:{store.Vocabulary.Hash[..8]}",
        $"labels:{labels.Count}:{LabelTable.HashOf(labels)[..8]}",
        $"context:{setup.Context}",
        PerplexitySignature.NameOf(setup.Precision),
        $"{(store.Manifest.IsWhole ? "data" : SplitNames.Of(split))}:{HashOf(store.Manifest[split])[..8]}");

    // Texts, where they begin, and their labels.
    private static string HashOf(SplitRecord split) => Hashes.Sha256(string.Join('|',
        new[] { TokenStoreFiles.TokenColumn, TokenStoreFiles.DocumentColumn, TokenStoreFiles.LabelColumn }.Select(split.HashOf)));
}
