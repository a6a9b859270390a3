using TorchSharp;
using Weft.Data;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Reports;
using Weft.Modeling;
using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Evaluation;

/// <summary>Measures a model on a split with everything that a report holds: every target once, in bounded memory.</summary>
internal static class ReportingEvaluator
{
    /// <summary>Measures the split, window by window.</summary>
    /// <param name="model">The model; it is left in evaluation mode.</param>
    /// <param name="loader">The split's windows.</param>
    /// <param name="batch">Windows in a forward pass.</param>
    /// <param name="setup">What else there is to know of the split.</param>
    /// <param name="tagOf">Gives the tag of the token at a place in the split; null without tags.</param>
    /// <param name="each">Hears of every target, window by window.</param>
    /// <param name="report">Hears after each batch how many targets were scored.</param>
    /// <param name="stop">Ends the measurement.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="InvalidDataException">A loss is not a finite number, so the weights are of no use.</exception>
    public static EvaluationReport Evaluate(
        TransformerLanguageModel model, BatchLoader loader, int batch, ReportSetup setup, Func<long, int>? tagOf = null,
        Action<ScoredToken>? each = null, Action<long>? report = null, CancellationToken stop = default)
    {
        using var collectors = new ReportCollectors(setup);
        var (loss, targets) = (0.0, 0L);
        EvaluationPass.Run(model, loader, batch, predictions: true, Take, stop);
        return collectors.Report(targets, loss);

        void Hand(ScoredToken token)
        {
            collectors.Take(token);
            each?.Invoke(token);
        }

        void Take(MeasuredBatch measured)
        {
            // Added up as in a quick evaluation, so that both give the same loss to the last bit.
            loss += measured.Sums.NegativeLogLikelihood;
            targets += measured.Sums.Targets;
            if (!double.IsFinite(loss))
                throw new InvalidDataException($"The weights of step {setup.Step} give a loss of {loss}: training diverged. Name another --checkpoint.");
            using var rows = new MeasuredRows(measured);
            for (var window = 0; window < measured.Chunks.Count; window++)
                rows.HandTo(Hand, window, loader, tagOf);
            report?.Invoke(targets);
        }
    }

    /// <summary>The rows of a batch on the CPU.</summary>
    private sealed class MeasuredRows : IDisposable
    {
        private readonly DisposeScope _scope = NewDisposeScope();
        private readonly IReadOnlyList<long> _chunks;
        private readonly IReadOnlyList<int>? _starts;
        private readonly int _time;
        private readonly Tensor _targets;
        private readonly Tensor _losses;
        private readonly Tensor _classes;
        private readonly Tensor _ranks;
        private readonly Tensor _confidences;

        public MeasuredRows(MeasuredBatch measured)
        {
            var predictions = measured.Sums.Predictions!;
            (_chunks, _starts, _time) = (measured.Chunks, measured.Batch.Starts, (int)measured.Batch.Targets.shape[1]);
            (_targets, _losses) = (measured.Batch.Targets.contiguous(), measured.Sums.Rows.cpu());
            (_classes, _ranks, _confidences) = (predictions.Classes.cpu(), predictions.Ranks.cpu(), predictions.Confidences.cpu());
        }

        /// <summary>Hands a window's targets on, in their order.</summary>
        public void HandTo(Action<ScoredToken> take, int window, BatchLoader loader, Func<long, int>? tagOf)
        {
            var first = window * _time;
            var (begin, start) = (loader.RangeOf(_chunks[window]).Begin, _starts?[window] ?? 0);
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
}
