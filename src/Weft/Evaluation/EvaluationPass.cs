using Weft.Data;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using static TorchSharp.torch;

namespace Weft.Evaluation;

/// <summary>What one batch of windows gave.</summary>
/// <param name="Chunks">The windows, by their numbers.</param>
/// <param name="Batch">Their tokens.</param>
/// <param name="Sums">Losses and, where they were asked for, predictions: a row for each column of each window.</param>
internal readonly record struct MeasuredBatch(IReadOnlyList<long> Chunks, Batch Batch, LossSums Sums);

/// <summary>One pass over a split: window by window, each target once, in bounded memory.</summary>
internal static class EvaluationPass
{
    /// <summary>Measures all windows, in their order.</summary>
    /// <param name="model">The model; it is left in evaluation mode.</param>
    /// <param name="loader">The split's windows.</param>
    /// <param name="batch">Windows in a forward pass.</param>
    /// <param name="predictions">Whether predictions are wanted too.</param>
    /// <param name="take">Takes each batch; its tensors do not outlive the call.</param>
    /// <param name="stop">Ends the pass.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Run(
        TransformerLanguageModel model, BatchLoader loader, int batch, bool predictions, Action<MeasuredBatch> take, CancellationToken stop)
    {
        model.eval();
        using var frozen = no_grad();
        for (long start = 0; start < loader.Chunks; start += batch)
        {
            stop.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var count = (int)Math.Min(batch, loader.Chunks - start);
            long[] chunks = [.. Enumerable.Range(0, count).Select(i => start + i)];
            var windows = loader.Load(chunks);
            var hidden = model.Hidden(windows).flatten(0, 1); // [windows * time, dimension]
            take(new MeasuredBatch(chunks, windows, model.Output.Measure(hidden, windows.Targets.flatten(), predictions)));
        }
    }
}
