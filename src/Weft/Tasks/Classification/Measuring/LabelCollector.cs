using Weft.Evaluation;
using Weft.Evaluation.Confusion;
using Weft.Evaluation.Measures;
using Weft.Foundation.Counting;
using Weft.Kernels.CrossEntropy;
using Weft.Runtime.Tensors;
using Weft.Workers;
using static TorchSharp.torch;

namespace Weft.Tasks.Classification.Measuring;

/// <summary>Adds up what a classifier made of texts.</summary>
/// <param name="labels">The labels, by their classes.</param>
/// <param name="options">The size of the confusion matrix and of the list of confusions.</param>
internal sealed class LabelCollector(IReadOnlyList<string> labels, EvaluationOptions options) : IDisposable
{
    private readonly ConfusionSummary _confusion = new(labels.Count, label => labels[label], isWhole: labels.Count <= options.MatrixWords);
    private readonly CalibrationBins _calibration = new();
    // Of two labels the second is the one that is looked for.
    private readonly RocArea? _area = labels.Count == 2 ? new RocArea() : null;
    private readonly ExactSums _losses = new(labels.Count);
    private readonly ExactSums _loss = new(1);

    /// <summary>The sum of the plain losses, nats.</summary>
    public double Loss => _loss[0];

    /// <summary>Takes a batch.</summary>
    /// <param name="targets">The right classes, [texts], on the CPU.</param>
    /// <param name="sums">Losses and predictions.</param>
    public void Take(Tensor targets, LossSums sums)
    {
        using var scope = NewDisposeScope();
        var predictions = sums.Predictions!;
        var right = TensorMemory.Span<long>(targets.contiguous());
        var losses = TensorMemory.Span<float>(sums.Rows.cpu());
        var classes = TensorMemory.Span<long>(predictions.Classes.cpu());
        var ranks = TensorMemory.Span<long>(predictions.Ranks.cpu());
        var confidences = TensorMemory.Span<float>(predictions.Confidences.cpu());
        // Added up as in a quick evaluation, so that both give the same loss to the last bit.
        _loss.Add(0, sums.NegativeLogLikelihood);
        for (var row = 0; row < right.Length; row++)
        {
            var text = new ScoredToken((int)right[row], (int)classes[row], (int)ranks[row], losses[row], confidences[row], Position: 1, Tag: 0);
            _losses.Add(text.Target, text.Loss);
            _confusion.Take(text);
            _calibration.Take(text);
            _area?.Take(text.Predicted == 1 ? text.Confidence : 1 - text.Confidence, text.Target == 1);
        }
    }

    /// <summary>Takes in what all workers have added up.</summary>
    public void Merge(IWorkers workers)
    {
        _loss.Merge(workers);
        _losses.Merge(workers);
        _confusion.Merge(workers);
        _calibration.Merge(workers);
        _area?.Merge(workers);
    }

    /// <summary>Tells all figures; to be asked for once.</summary>
    /// <param name="frequencies">By which classes are chosen for a matrix that has not all of them.</param>
    public ClassificationReport Report(IReadOnlyList<long> frequencies)
    {
        var pairs = new List<PairCount<long>>();
        var confusion = _confusion.Report(frequencies, options.MatrixWords, options.ConfusedPairs, pairs.Add);
        var counts = new LabelCounts(labels.Count);
        pairs.ForEach(counts.Add);
        var intervals = Bootstrap.Of(pairs, labels.Count, drawn => drawn.Accuracy(), drawn => drawn.MacroF1());
        var texts = counts.Texts.Sum();
        return new ClassificationReport
        {
            Split = "",
            Step = 0,
            Weights = default,
            Signature = "",
            Texts = texts,
            Loss = Loss / texts,
            Correct = counts.Correct.Sum(),
            Accuracy = counts.Accuracy(),
            AccuracyInterval = intervals[0],
            MacroF1 = counts.MacroF1(),
            MacroF1Interval = intervals[1],
            WeightedF1 = counts.WeightedF1(),
            Auc = _area?.Report(),
            Calibration = _calibration.Report(),
            Labels = [.. labels.Select((label, i) => ScoresOf(label, i, counts))],
            Confusion = confusion,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _confusion.Dispose();

    private LabelScores ScoresOf(string name, int label, LabelCounts counts) => new(
        name, counts.Texts[label], counts.Predicted[label], counts.Correct[label], counts.F1(label), counts.Texts[label] > 0 ? _losses[label] / counts.Texts[label] : null);
}
