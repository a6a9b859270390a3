using Weft.Data;
using Weft.Modeling;
using static TorchSharp.torch;

namespace Weft.Evaluation;

/// <summary>Measures a model on a split: every target once, in bounded memory.</summary>
public static class Evaluator
{
    /// <summary>Scores the split, window by window.</summary>
    /// <param name="model">The model; it is left in evaluation mode.</param>
    /// <param name="loader">The split's windows.</param>
    /// <param name="batch">Windows in a forward pass.</param>
    /// <param name="signature">From <see cref="PerplexitySignature"/>.</param>
    /// <param name="stop">Ends the measurement.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static EvaluationResult Evaluate(
        TransformerLanguageModel model, BatchLoader loader, int batch, string signature, CancellationToken stop = default)
    {
        model.eval();
        using var frozen = no_grad();
        var (loss, targets, correct) = (0.0, 0L, 0L);
        for (long start = 0; start < loader.Chunks; start += batch)
        {
            stop.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var count = (int)Math.Min(batch, loader.Chunks - start);
            var windows = loader.Load([.. Enumerable.Range(0, count).Select(i => start + i)]);
            var hidden = model.Hidden(windows).flatten(0, 1);
            var sums = model.Output.Measure(hidden, windows.Targets.flatten());
            loss += sums.NegativeLogLikelihood;
            targets += sums.Targets;
            correct += sums.Correct;
        }
        var mean = loss / targets;
        return new EvaluationResult(mean, Math.Min(double.MaxValue, Math.Exp(mean)), (double)correct / targets, targets, signature);
    }
}
