using Weft.Data.Batching;
using Weft.Evaluation;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Reports;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Tasks.Passes;
using Weft.Workers;

namespace Weft.Tasks.LanguageModelling;

/// <summary>Measures a model on a split, window by window: every target once, in bounded memory. Several workers take the batches in turn, and all
/// have the figures of all.</summary>
/// <param name="model">The model; it is left in evaluation mode.</param>
/// <param name="chunks">The split's windows.</param>
/// <param name="batch">Windows in a forward pass.</param>
internal sealed class TokenEvaluator(TransformerLanguageModel model, ChunkSource chunks, int batch)
{
    /// <summary>Who measures.</summary>
    public IWorkers Workers { get; init; } = Alone.Instance;

    /// <summary>Scores the split, quickly.</summary>
    /// <param name="signature">From <see cref="PerplexitySignature"/>.</param>
    /// <param name="tokens">Tokens of the split; sizes of its text count only where all are scored.</param>
    /// <param name="bytes">UTF-8 bytes of its text; 0 where they are not known.</param>
    /// <param name="report">Hears after each batch how many targets this worker has scored.</param>
    /// <param name="each">Hears of every target, also of those that other workers score, window by window; null is quicker.</param>
    /// <param name="tagOf">Gives the tag of the token at a place in the split; null without tags.</param>
    /// <param name="stop">Ends the measurement.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public EvaluationResult Measure(
        string signature, long tokens = 0, long bytes = 0, Action<long>? report = null, Action<ScoredToken>? each = null, Func<long, int>? tagOf = null,
        CancellationToken stop = default)
    {
        var (loss, counts) = (new ExactSums(1), new long[2]);
        var shared = each is null ? null : new SharedTargets(Workers, each);
        EachBatch(predictions: each is not null, measured =>
        {
            if (shared is not null)
                Hand(measured, shared.Take, tagOf);
            loss.Add(0, measured.Sums.NegativeLogLikelihood);
            counts[0] += measured.Sums.Targets;
            counts[1] += measured.Sums.Correct;
            report?.Invoke(counts[0]);
        }, shared, stop);
        loss.Merge(Workers);
        Workers.Sum(counts);
        var (targets, correct) = (counts[0], counts[1]);
        var mean = loss[0] / targets;
        var bits = tokens == targets && bytes > 0 ? mean * targets / Math.Log(2) / bytes : (double?)null;
        return LanguageFigures.Of(mean, targets, (double)correct / targets, signature, bits);
    }

    /// <summary>Measures everything that a report holds.</summary>
    /// <param name="setup">What else there is to know of the split.</param>
    /// <param name="tagOf">Gives the tag of the token at a place in the split; null without tags.</param>
    /// <param name="each">Hears of every target, also of those that other workers score, window by window; null needs nobody to hear of them.</param>
    /// <param name="report">Hears after each batch how many targets this worker has scored.</param>
    /// <param name="stop">Ends the measurement.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="InvalidDataException">A loss is not a finite number, so the weights are of no use.</exception>
    public EvaluationReport Report(
        ReportSetup setup, Func<long, int>? tagOf = null, Action<ScoredToken>? each = null, Action<long>? report = null, CancellationToken stop = default)
    {
        using var collectors = new ReportCollectors(setup);
        var (loss, targets) = (new ExactSums(1), new long[1]);
        var shared = each is null ? null : new SharedTargets(Workers, each);
        EachBatch(predictions: true, Add, shared, stop, isInVain: () => !double.IsFinite(loss[0]));
        loss.Merge(Workers);
        Workers.Sum(targets);
        if (!double.IsFinite(loss[0]))
            throw new InvalidDataException($"The weights of step {setup.Step} give a loss of {loss[0]}: training diverged. Name another --checkpoint.");
        collectors.Merge(Workers);
        return collectors.Report(targets[0], loss[0]);

        void Add(MeasuredBatch measured)
        {
            // Added up as in a quick evaluation, so that both give the same loss to the last bit.
            loss.Add(0, measured.Sums.NegativeLogLikelihood);
            targets[0] += measured.Sums.Targets;
            // All workers end the pass then, and say so together.
            if (!double.IsFinite(loss[0]))
                return;
            Hand(measured, Take, tagOf);
            report?.Invoke(targets[0]);
        }

        void Take(ScoredToken token)
        {
            collectors.Take(token);
            shared?.Take(token);
        }
    }

    private void Hand(MeasuredBatch measured, Action<ScoredToken> take, Func<long, int>? tagOf)
    {
        using var rows = new MeasuredRows(measured.Batch, measured.Sums);
        for (var window = 0; window < measured.Chunks.Count; window++)
            rows.HandTo(take, window, chunks.RangeOf(0, measured.Chunks[window]).Begin, tagOf);
    }

    private void EachBatch(bool predictions, Action<MeasuredBatch> take, SharedTargets? shared, CancellationToken stop, Func<bool>? isInVain = null) =>
        new MeasuringPass(model, Workers, batch).Run(
            chunks.Count,
            (chosen, buffer) => chunks.Read(0, chosen, buffer),
            (chosen, windows) =>
            {
                var hidden = model.Hidden(windows).flatten(0, 1); // [windows * time, dimension]
                take(new MeasuredBatch(chosen, windows, model.Output.Measure(hidden, windows.Targets.flatten(), predictions)));
            },
            stop,
            isInVain: isInVain,
            ends: shared is null ? null : shared.EndRound);
}

/// <summary>What one batch of windows gave.</summary>
/// <param name="Chunks">The windows, by their numbers.</param>
/// <param name="Batch">Their tokens.</param>
/// <param name="Sums">Losses and, where they were asked for, predictions: a row for each column of each window.</param>
internal readonly record struct MeasuredBatch(IReadOnlyList<long> Chunks, Batch Batch, LossSums Sums);
