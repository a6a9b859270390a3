using Weft.Data;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Optimization;
using Weft.Runtime;
using Weft.Text;
using Weft.Text.Vectors;
using Weft.Training.Options;

namespace Weft.Training;

/// <summary>What a training has come to: its best weights, measured on the validation and test splits, and its summary.</summary>
internal sealed class RunResults(
    RunFolder folder, RunOptions options, TokenStore store, TransformerLanguageModel model, Optimizer optimizer, SplitMeter meter,
    string fingerprint, VectorCoverage? vectors, IProgress<WorkProgress>? progress)
{
    private WeightsChoice Weights => options.Evaluation.Weights;

    /// <summary>Measures the weights on the validation split and, where they are kept, their averages; the weights are then what they were.</summary>
    public WeightsEvaluation MeasureValidation(CancellationToken stop)
    {
        var raw = meter.Measure(Split.Validation, stop);
        if (!optimizer.HasAverages)
            return new WeightsEvaluation(raw);
        optimizer.SwapAverages();
        try
        {
            return new WeightsEvaluation(raw, meter.Measure(Split.Validation, stop));
        }
        finally
        {
            optimizer.SwapAverages();
        }
    }

    /// <summary>Sums up where the training stands, without measuring anything.</summary>
    public TrainingSummary Summarise(TrainingState state, EndReason reason) => new()
    {
        Run = folder.Path,
        Steps = state.Step,
        Tokens = state.Tokens,
        Seconds = state.Seconds,
        StepSeconds = state.StepSeconds,
        TokensPerSecond = state.Tokens / Math.Max(1e-9, state.StepSeconds),
        PeakMemoryBytes = Memory.PeakResidentBytes,
        Runtime = options.Runtime,
        Weights = Weights,
        Interrupted = reason == EndReason.Interrupted,
        EndReason = reason,
        BestStep = state.BestStep ?? state.Step,
        Recoveries = new RecoveryCounts(state.Skipped, state.GoneBack),
        Parameters = model.parameters().Sum(parameter => parameter.numel()),
        Corpus = new CorpusSummary(
            store[Split.Train].Count, store[Split.Validation].Count, store[Split.Test].Count, store.Vocabulary.Count,
            store.Manifest.ReplacedUtf8Sequences),
        Vectors = vectors,
    };

    /// <summary>Measures the best weights, with the reports that were asked for; the model is used up by it.</summary>
    /// <param name="summary">From <see cref="Summarise"/>.</param>
    /// <param name="last">The last evaluation of this session, which need not be made again.</param>
    /// <param name="stop">Ends the measurement.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public TrainingSummary Measure(TrainingSummary summary, (long Step, WeightsEvaluation Result)? last, CancellationToken stop)
    {
        var known = last is { } evaluation && evaluation.Step == summary.BestStep ? evaluation.Result : null;
        if (summary.BestStep != summary.Steps || Weights == WeightsChoice.Average)
            Restore(summary.BestStep, Weights);
        summary = options.Evaluation.Report ? WithReports(summary, stop) : summary with
        {
            Validation = known?.Of(Weights) ?? meter.Measure(Split.Validation, stop),
            Test = meter.Measure(Split.Test, stop),
        };
        return summary with { OtherWeights = MeasureOtherWeights(summary.BestStep, known, stop) };
    }

    private TrainingSummary WithReports(TrainingSummary summary, CancellationToken stop)
    {
        var validation = meter.Report(Split.Validation, summary.BestStep, Weights, stop: stop);
        var test = meter.Report(Split.Test, summary.BestStep, Weights, stop: stop);
        folder.RequirePresent();
        EvaluationFolder.Write(folder, [validation, test], progress: progress);
        return summary with
        {
            Validation = (validation.Sliding ?? validation).ToResult(),
            Test = (test.Sliding ?? test).ToResult(),
            ValidationDetails = EvaluationDetails.Of(validation),
            TestDetails = EvaluationDetails.Of(test),
        };
    }

    /// <summary>Measures the best step's averages where the weights count, and the other way round; null where there are no averages.</summary>
    private OtherWeights? MeasureOtherWeights(long best, WeightsEvaluation? known, CancellationToken stop)
    {
        if (!optimizer.HasAverages)
            return null;
        var other = Weights == WeightsChoice.Raw ? WeightsChoice.Average : WeightsChoice.Raw;
        Restore(best, other);
        return new OtherWeights(other, known?.Of(other) ?? meter.Measure(Split.Validation, stop), meter.Measure(Split.Test, stop));
    }

    private void Restore(long step, WeightsChoice weights) =>
        progress.During("loading a checkpoint", () => folder.OpenCheckpoint($"{step}", fingerprint, _ => { })).Restore(model, weights);
}
