using Weft.Data.Batching;
using Weft.Modeling;
using Weft.Workers;
using static TorchSharp.torch;

namespace Weft.Tasks.Passes;

/// <summary>Goes over the examples of a split once, batch by batch, in their order; several workers take the batches in turn.</summary>
/// <param name="model">What is measured; it is left in evaluation mode.</param>
/// <param name="workers">Who measures.</param>
/// <param name="batch">Examples in a batch.</param>
internal sealed class MeasuringPass(ITrainable model, IWorkers workers, int batch)
{
    /// <summary>Measures all examples, or this worker's part of them. One worker's wish to stop ends the pass of all in the same round, and so does
    /// its finding that the rest is in vain.</summary>
    /// <param name="count">How many examples there are.</param>
    /// <param name="read">Reads examples by their numbers.</param>
    /// <param name="take">Measures them, without gradients; tensors do not outlive the call.</param>
    /// <param name="stop">Ends the measurement.</param>
    /// <param name="begins">Hears before each round how many examples are done.</param>
    /// <param name="isInVain">Whether the rest would say nothing more; null is never.</param>
    /// <param name="ends">Is called after each round, on workers that had no batch in it too.</param>
    /// <exception cref="MeasuringStoppedException">It was stopped.</exception>
    public void Run(
        long count, Action<long[], BatchBuffer> read, Action<long[], Batch> take, CancellationToken stop, Action<long>? begins = null, Func<bool>? isInVain = null,
        Action? ends = null)
    {
        model.SetTraining(false);
        using var frozen = no_grad();
        var buffer = new BatchBuffer();
        for (long round = 0; round < count; round += (long)batch * workers.Count)
        {
            Span<double> wishes = [stop.IsCancellationRequested ? 1 : 0, isInVain?.Invoke() is true ? 1 : 0];
            workers.Sum(wishes);
            if (wishes[0] > 0)
                throw new MeasuringStoppedException(stop);
            if (wishes[1] > 0)
                return;
            begins?.Invoke(round);
            var start = round + (long)batch * workers.Rank;
            if (start < count)
            {
                using var scope = NewDisposeScope();
                long[] chosen = [.. Enumerable.Range(0, (int)Math.Min(batch, count - start)).Select(i => start + i)];
                read(chosen, buffer);
                take(chosen, buffer.ToBatch(model.Weights.Values.device));
            }
            ends?.Invoke();
        }
    }
}

/// <summary>A measurement ended because some worker was asked to stop; no other cancellation, of a program's metric for example, is one.</summary>
internal sealed class MeasuringStoppedException(CancellationToken stop) : OperationCanceledException(stop);
