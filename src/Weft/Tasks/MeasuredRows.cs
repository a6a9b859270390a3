using TorchSharp;
using Weft.Data.Batching;
using Weft.Evaluation.Measures;
using Weft.Kernels.CrossEntropy;
using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Tasks.LanguageModelling;

/// <summary>What one batch of windows gave.</summary>
/// <param name="Chunks">The windows, by their numbers.</param>
/// <param name="Batch">Their tokens.</param>
/// <param name="Sums">Losses and, where they were asked for, predictions: a row for each column of each window.</param>
internal readonly record struct MeasuredBatch(IReadOnlyList<long> Chunks, Batch Batch, LossSums Sums);

/// <summary>The rows of a batch on the CPU.</summary>
internal sealed class MeasuredRows : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly MeasuredBatch _measured;
    private readonly ChunkSource _chunks;
    private readonly int _time;
    private readonly Tensor _targets;
    private readonly Tensor _losses;
    private readonly Tensor _classes;
    private readonly Tensor _ranks;
    private readonly Tensor _confidences;

    /// <param name="measured">The batch.</param>
    /// <param name="chunks">Where its windows are from.</param>
    public MeasuredRows(MeasuredBatch measured, ChunkSource chunks)
    {
        var predictions = measured.Sums.Predictions!;
        (_measured, _chunks, _time) = (measured, chunks, (int)measured.Batch.Targets.shape[1]);
        (_targets, _losses) = (measured.Batch.Targets.contiguous(), measured.Sums.Rows.cpu());
        (_classes, _ranks, _confidences) = (predictions.Classes.cpu(), predictions.Ranks.cpu(), predictions.Confidences.cpu());
    }

    /// <summary>Hands a window's targets on, in their order.</summary>
    public void HandTo(Action<ScoredToken> take, int window, Func<long, int>? tagOf)
    {
        var first = window * _time;
        var (begin, start) = (_chunks.RangeOf(0, _measured.Chunks[window]).Begin, _measured.Batch.Starts?[window] ?? 0);
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
            take(new ScoredToken(
                (int)targets[column], (int)classes[row], (int)ranks[row], losses[row], confidences[row], before + 1, tagOf?.Invoke(begin + before) ?? 0)
            {
                Place = begin + before,
            });
        }
    }

    public void Dispose() => _scope.Dispose();
}
