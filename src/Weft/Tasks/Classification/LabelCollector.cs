using Weft.Evaluation;
using Weft.Evaluation.Confusion;
using Weft.Evaluation.Measures;
using Weft.Kernels.CrossEntropy;
using Weft.Runtime.Tensors;
using Weft.Workers;
using static TorchSharp.torch;

namespace Weft.Tasks.Classification;

/// <summary>Adds up what a classifier made of texts.</summary>
/// <param name="labels">The labels, by their classes.</param>
/// <param name="options">The size of the confusion matrix and of the list of confusions.</param>
internal sealed class LabelCollector(IReadOnlyList<string> labels, EvaluationOptions options) : IDisposable
{
    private readonly ConfusionSummary _confusion = new(labels.Count, label => labels[label], isWhole: labels.Count <= options.MatrixWords);
    private readonly long[] _texts = new long[labels.Count];
    private readonly long[] _predicted = new long[labels.Count];
    private readonly long[] _correct = new long[labels.Count];
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
            var (target, predicted) = ((int)right[row], (int)classes[row]);
            _texts[target]++;
            _predicted[predicted]++;
            _correct[target] += ranks[row] == 0 ? 1 : 0;
            _losses.Add(target, losses[row]);
            _confusion.Take(new ScoredToken(target, predicted, (int)ranks[row], losses[row], confidences[row], Position: 1, Tag: 0));
        }
    }

    /// <summary>Takes in what all workers have added up.</summary>
    public void Merge(IWorkers workers)
    {
        _loss.Merge(workers);
        _losses.Merge(workers);
        workers.Sum(_texts);
        workers.Sum(_predicted);
        workers.Sum(_correct);
        _confusion.Merge(workers);
    }

    /// <summary>Tells all figures; to be asked for once.</summary>
    /// <param name="frequencies">By which classes are chosen for a matrix that has not all of them.</param>
    public ClassificationReport Report(IReadOnlyList<long> frequencies)
    {
        var (texts, correct) = (_texts.Sum(), _correct.Sum());
        return new ClassificationReport
        {
            Split = "",
            Step = 0,
            Weights = default,
            Signature = "",
            Texts = texts,
            Loss = Loss / texts,
            Correct = correct,
            Accuracy = (double)correct / texts,
            Labels = [.. labels.Select((label, i) => new LabelScores(label, _texts[i], _predicted[i], _correct[i], _texts[i] > 0 ? _losses[i] / _texts[i] : null))],
            Confusion = _confusion.Report(frequencies, options.MatrixWords, options.ConfusedPairs),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _confusion.Dispose();
}
