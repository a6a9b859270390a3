using Weft.Data;
using Weft.Modeling;

namespace Weft.Evaluation;

/// <summary>Measures a model on a split: every target once, in bounded memory.</summary>
internal static class Evaluator
{
    /// <summary>Scores the split, window by window.</summary>
    /// <param name="model">The model; it is left in evaluation mode.</param>
    /// <param name="loader">The split's windows.</param>
    /// <param name="batch">Windows in a forward pass.</param>
    /// <param name="signature">From <see cref="PerplexitySignature"/>.</param>
    /// <param name="report">Hears after each batch how many targets were scored.</param>
    /// <param name="stop">Ends the measurement.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static EvaluationResult Evaluate(
        TransformerLanguageModel model, BatchLoader loader, int batch, string signature, Action<long>? report = null, CancellationToken stop = default)
    {
        var (loss, targets, correct) = (0.0, 0L, 0L);
        EvaluationPass.Run(model, loader, batch, predictions: false, Take, stop);
        var mean = loss / targets;
        return new EvaluationResult(mean, Math.Min(double.MaxValue, Math.Exp(mean)), (double)correct / targets, targets, signature);

        void Take(MeasuredBatch measured)
        {
            loss += measured.Sums.NegativeLogLikelihood;
            targets += measured.Sums.Targets;
            correct += measured.Sums.Correct;
            report?.Invoke(targets);
        }
    }
}
