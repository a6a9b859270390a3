using Weft.Evaluation;
using Weft.Foundation;
using Weft.Runs;
using Weft.Runs.Options;
using Weft.Runs.Starting;
using Weft.Runs.State;
using Weft.Runtime;
using Weft.Tasks;
using Weft.Text;
using Weft.Workers;

namespace Weft.Training;

/// <summary>What a training has come to: its best weights, measured on the validation and test splits, and its summary.</summary>
internal sealed class RunResults(
    RunFolder folder, RunOptions options, CorpusSummary corpus, ITask task, SharedUpdate update, WeightSources sources, IProgress<WorkProgress>? progress)
{
    /// <summary>Who measures, each a part; the first writes.</summary>
    public IWorkers Workers { get; init; } = Alone.Instance;

    private WeightsChoice Weights => options.Evaluation.Weights;

    /// <summary>Measures the weights on the validation split and, where they are kept, their averages; the weights are then what they were.</summary>
    public WeightsEvaluation MeasureValidation(CancellationToken stop)
    {
        var raw = task.Measure(Split.Validation, stop);
        if (!update.HasAverages)
            return new WeightsEvaluation(raw);
        update.SwapAverages();
        try
        {
            return new WeightsEvaluation(raw, task.Measure(Split.Validation, stop));
        }
        finally
        {
            update.SwapAverages();
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
        Padding = (double)state.Padding / Math.Max(1, state.Places),
        PeakMemoryBytes = Memory.PeakResidentBytes,
        Runtime = options.Runtime,
        Weights = Weights,
        Interrupted = reason == EndReason.Interrupted,
        EndReason = reason,
        BestStep = state.BestStep ?? state.Step,
        Recoveries = new RecoveryCounts(state.Skipped, state.GoneBack),
        Parameters = task.Model.ParameterCount,
        Corpus = corpus,
        Vectors = sources.Vectors,
        From = sources.Run,
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
            Validation = known?.Of(Weights) ?? task.Measure(Split.Validation, stop),
            Test = task.Measure(Split.Test, stop),
        };
        return summary with { OtherWeights = MeasureOtherWeights(summary.BestStep, known, stop) };
    }

    private TrainingSummary WithReports(TrainingSummary summary, CancellationToken stop)
    {
        var validation = task.Report(Split.Validation, summary.BestStep, Weights, stop);
        var test = task.Report(Split.Test, summary.BestStep, Weights, stop);
        Workers.OnFirst(() =>
        {
            folder.RequirePresent();
            EvaluationFolder.Write(folder, [validation, test], progress: progress);
        });
        return summary with
        {
            Validation = validation.ToResult(),
            Test = test.ToResult(),
            ValidationDetails = validation.ToDetails(),
            TestDetails = test.ToDetails(),
        };
    }

    /// <summary>Measures the best step's averages where the weights count, and the other way round; null where there are no averages.</summary>
    private OtherWeights? MeasureOtherWeights(long best, WeightsEvaluation? known, CancellationToken stop)
    {
        if (!update.HasAverages)
            return null;
        var other = Weights == WeightsChoice.Raw ? WeightsChoice.Average : WeightsChoice.Raw;
        Restore(best, other);
        return new OtherWeights(other, known?.Of(other) ?? task.Measure(Split.Validation, stop), task.Measure(Split.Test, stop));
    }

    private void Restore(long step, WeightsChoice weights) =>
        progress.During("loading a checkpoint", () => folder.OpenCheckpoint($"{step}", task.Fingerprint, _ => { })).Restore(task.Model, weights);
}
