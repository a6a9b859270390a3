using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Text;
using Weft.Workers;

namespace Weft.Tasks.Classification.Measuring;

/// <summary>Measures a classifier on the splits of a corpus: every text once.</summary>
/// <param name="model">The model; it is left in evaluation mode.</param>
/// <param name="store">The corpus; its documents have labels.</param>
/// <param name="labels">The model's labels, by its classes.</param>
/// <param name="setup">How texts become examples.</param>
/// <param name="progress">Hears how far a measurement has come, in texts; null needs nobody to hear it.</param>
internal sealed class ClassificationMeter(
    TransformerModel model, TokenStore store, IReadOnlyList<string> labels, ClassificationSetup setup, IProgress<WorkProgress>? progress) : ILabelMeter
{
    private readonly LabelledSplits _splits = new(model, store, TaskClasses.PlacesOf(store.LabelNames, labels, ("labels", "texts")), labels, setup, progress);

    /// <summary>What the report of a text of its own is called; null takes the name of the split.</summary>
    public string? Name { get; init; }

    /// <inheritdoc/>
    public Criterion Best => Criterion.HighestAccuracy;

    /// <inheritdoc/>
    public long TextsIn(Split split) => _splits.TextsOf(split).Count;

    /// <inheritdoc/>
    public EvaluationResult Measure(Split split, CancellationToken stop = default)
    {
        var (loss, counts) = (new ExactSums(1), new long[2]);
        _splits.EachBatch(split, (_, batch, inputs) =>
        {
            var sums = model.Output.Measure(inputs, batch.Targets);
            loss.Add(0, sums.NegativeLogLikelihood);
            counts[0] += sums.Targets;
            counts[1] += sums.Correct;
        }, stop);
        loss.Merge(setup.Workers);
        setup.Workers.Sum(counts);
        return ClassificationReport.ResultOf(loss[0] / counts[0], counts[0], (double)counts[1] / counts[0], _splits.SignatureOf(split));
    }

    /// <summary>Measures everything that a report holds.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="InvalidDataException">A loss is not a finite number, so the weights are of no use.</exception>
    public ClassificationReport Report(Split split, long step, WeightsChoice weights, CancellationToken stop)
    {
        using var collector = new LabelCollector(labels, setup.Evaluation);
        _splits.EachBatch(split, (_, batch, inputs) => collector.Take(batch.Targets, model.Output.Measure(inputs, batch.Targets, predictions: true)), stop);
        collector.Merge(setup.Workers);
        if (!double.IsFinite(collector.Loss))
            throw new InvalidDataException($"The weights of step {step} give a loss of {collector.Loss}: training diverged. Name another --checkpoint.");
        return collector.Report(_splits.TextsOf(split).CountClasses(labels.Count)) with
        {
            Split = Name ?? SplitNames.Of(split),
            Step = step,
            Weights = weights,
            Signature = _splits.SignatureOf(split),
            TextsWithoutToken = _splits.TextsOf(split).Empty,
            TextsCut = _splits.TextsOf(split).Cut,
        };
    }

    IEvaluationReport ISplitMeter.Report(Split split, long step, WeightsChoice weights, CancellationToken stop) => Report(split, step, weights, stop);
}
