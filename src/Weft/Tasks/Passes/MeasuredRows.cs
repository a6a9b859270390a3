using TorchSharp;
using Weft.Data.Batching;
using Weft.Evaluation.Measures;
using Weft.Kernels.CrossEntropy;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Tasks.Passes;

/// <summary>What a batch gave, token by token, on the CPU.</summary>
internal sealed class MeasuredRows : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Batch _batch;
    private readonly int _time;
    private readonly Tensor _targets;
    private readonly Tensor _losses;
    private readonly Tensor _classes;
    private readonly Tensor _ranks;
    private readonly Tensor _confidences;

    /// <param name="batch">The batch.</param>
    /// <param name="sums">Losses and predictions: a row for each column of each of the batch's rows.</param>
    public MeasuredRows(Batch batch, LossSums sums)
    {
        var predictions = sums.Predictions!;
        (_batch, _time) = (batch, (int)batch.Targets.shape[1]);
        (_targets, _losses) = (batch.Targets.contiguous(), sums.Rows.cpu());
        (_classes, _ranks, _confidences) = (predictions.Classes.cpu(), predictions.Ranks.cpu(), predictions.Confidences.cpu());
    }

    /// <summary>Hands a row's targets on, in their order.</summary>
    /// <param name="take">Hears of each.</param>
    /// <param name="index">The row's number in the batch.</param>
    /// <param name="begin">Where its text begins in the split; null where targets have no place there.</param>
    /// <param name="tagOf">Gives the tag of the token at a place in the split; null without tags.</param>
    public void HandTo(Action<ScoredToken> take, int index, long? begin, Func<long, int>? tagOf = null)
    {
        var (first, start) = (index * _time, _batch.Starts?[index] ?? 0);
        var targets = TensorMemory.Span<long>(_targets).Slice(first, _time);
        var losses = TensorMemory.Span<float>(_losses);
        var confidences = TensorMemory.Span<float>(_confidences);
        var classes = TensorMemory.Span<long>(_classes);
        var ranks = TensorMemory.Span<long>(_ranks);
        for (var column = 0; column < _time; column++)
        {
            if (targets[column] == ChunkSource.Ignored)
                continue;
            // Padding before a row is nothing that the model saw.
            var before = column - start;
            var row = first + column;
            var place = begin + before ?? 0;
            take(new ScoredToken((int)targets[column], (int)classes[row], (int)ranks[row], losses[row], confidences[row], before + 1, tagOf?.Invoke(place) ?? 0)
            {
                Place = place,
            });
        }
    }

    public void Dispose() => _scope.Dispose();
}
