using System.Diagnostics;
using Weft.Foundation;
using Weft.Runs;
using Weft.Runs.Checkpoints;
using Weft.Runs.Events;
using Weft.Runs.Options;
using Weft.Runs.State;
using Weft.Sampling.Dynamic;
using Weft.Tasks;
using Weft.Tasks.Passes;
using Weft.Text;
using Weft.Training.Planning;
using Weft.Training.Steps;
using Weft.Workers;

namespace Weft.Training;

/// <summary>Trains: phase by phase, step by step, measuring and saving on the way. Everything it uses is given to it.</summary>
internal sealed class Trainer(
    RunOptions options,
    ITask task,
    TrainingPlan plan,
    BatchQueue queue,
    GradientStep gradientStep,
    PhaseBorder border,
    Func<CancellationToken, WeightsEvaluation> evaluate,
    CheckpointFolder checkpoints,
    ITrainingListener log,
    TrainingState state,
    IProgress<WorkProgress>? progress)
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly long _validationTargets = task.TargetsIn(Split.Validation);
    private readonly double _secondsBefore = state.Seconds;
    private TrainingState _saved = state;

    /// <summary>Who else makes the same steps. All of them decide alike: by shared numbers, by the first one's clock, and by anybody's wish to stop.</summary>
    public IWorkers Workers { get; init; } = Alone.Instance;

    /// <summary>How far the training has come.</summary>
    public TrainingState State { get; private set; } = state;

    /// <summary>Why the steps of this session ended.</summary>
    public EndReason End { get; private set; }

    /// <summary>The last evaluation of this session and the step after which it was made.</summary>
    public (long Step, WeightsEvaluation Result)? LastEvaluation { get; private set; }

    /// <summary>Trains until the budget's end, an early stop, or a request to stop; the state is then saved.</summary>
    public void Train(CancellationToken stop)
    {
        foreach (var phase in plan.PhasesFrom(State))
        {
            if (Workers.AgreeToStop(stop) || IsOutOfPatience)
                break;
            State = border.Enter(State, phase);
            // An earlier session was stopped in the middle of measuring: as if it had not been, that comes first.
            if (State.EvaluationDue)
                Evaluate(phase, stop);
            while (plan.Progress(State) < phase.End && !Workers.AgreeToStop(stop) && !IsOutOfPatience)
            {
                var before = plan.Progress(State);
                TrainStep(phase, before);
                State = State with { EvaluationDue = IsEvaluationDue(before) };
                if (State.EvaluationDue)
                    Evaluate(phase, stop);
                if (options.Training.CheckpointSteps > 0 && State.Step % options.Training.CheckpointSteps == 0)
                    Save(phase);
            }
        }
        var isStopped = Workers.AgreeToStop(stop);
        End = isStopped ? EndReason.Interrupted
            : plan.Progress(State) < 1 && IsOutOfPatience ? EndReason.Patience
            : EndReason.Budget;
        var last = State.Phase is { } index ? plan[index] : plan.LastPhase;
        log.On(new EndEvent(State.Step, last.Name, State.BestStep ?? State.Step, End));
        if (!isStopped)
            State = border.Leave(State);
        if (State.TokensAtEvaluation < State.Tokens && !isStopped)
            Evaluate(last, stop);
        Save(last);
    }

    /// <summary>Passes on what the sampler has decided.</summary>
    public void Tell(PlanReport report) => log.On(new PlanEvent(State.Step, plan.PhasesFrom(State).First().Name, report));

    private bool IsOutOfPatience => options.Evaluation.Patience > 0 && State.EvaluationsSinceBest >= options.Evaluation.Patience;

    private void TrainStep(Phase phase, double progress)
    {
        var start = Stopwatch.GetTimestamp();
        var batches = queue.Next(progress);
        var rate = State.RateFactor * phase.Rate(progress);
        var length = options.Sampling.Curriculum.LengthAt(progress, options.Training.Context);
        var skips = options.Training.Recovery == RecoveryMode.Skip && State.SkippedInARow < RecoveryEvent.MostSkippedInARow;
        try
        {
            var highest = options.Training.Recovery == RecoveryMode.Skip ? State.Watch.Highest(task.BlindLoss) : double.MaxValue;
            var result = gradientStep.Make(State.Step + 1, batches, rate, length, highest);
            queue.Observe(batches);
            var seconds = GoOn(batches, start);
            State = State with
            {
                SkippedInARow = 0,
                Watch = State.Watch.With(result.NegativeLogLikelihood),
                Places = State.Places + result.Filling.Places,
                Padding = State.Padding + result.Filling.Places - result.Filling.Tokens,
            };
            log.On(new StepEvent(
                State.Step, phase.Name, result.Loss, result.NegativeLogLikelihood, result.Targets, rate, result.GradientNorm,
                Math.Min(1, plan.Progress(State)), State.Seconds, result.Targets / seconds)
            { Unit = task.Unit, Padding = result.Filling.Padding });
        }
        catch (DivergenceException e) when (skips)
        {
            GoOn(batches, start);
            State = State with { Skipped = State.Skipped + 1, SkippedInARow = State.SkippedInARow + 1 };
            log.On(new RecoveryEvent(
                State.Step, phase.Name, RecoveryMode.Skip, e.Finding.Split(". ")[0] + ".", 0, State.RateFactor, batches.ScoredTargets, State.Seconds));
        }
        if (State.Watch.HasExploded(task.BlindLoss))
            throw new DivergenceException(Exploded("loss", State.Watch.Mean));
    }

    /// <summary>Counts a step, whether it was applied or not.</summary>
    /// <returns>The seconds that it took.</returns>
    private double GoOn(StepBatches batches, long start)
    {
        var (seconds, session) = Workers.FromFirst((Stopwatch.GetElapsedTime(start).TotalSeconds, Stopwatch.GetElapsedTime(_started).TotalSeconds));
        State = State with
        {
            Step = State.Step + 1,
            Tokens = State.Tokens + batches.ScoredTargets,
            Seconds = _secondsBefore + session,
            StepSeconds = State.StepSeconds + seconds,
            Sampler = batches.Sampler,
            Order = batches.Append(State.Order),
        };
        return seconds;
    }

    private string Exploded(string what, double loss) =>
        $"After step {State.Step} the {what} is {loss:F1} nats a target; it was {State.Watch.Lowest:F1} at its lowest, and guessing blindly costs {task.BlindLoss:F1}: the training has diverged.";

    /// <summary>
    /// At every so many steps; or at the quarters of the budget, unless that would take longer than the training in between. What is
    /// trained at the end is measured in any case.
    /// </summary>
    private bool IsEvaluationDue(double before) => options.Evaluation.EverySteps > 0
        ? State.Step % options.Evaluation.EverySteps == 0
        : Math.Floor(4 * plan.Progress(State)) > Math.Floor(4 * before) && State.Tokens - State.TokensAtEvaluation >= _validationTargets;

    private void Evaluate(Phase phase, CancellationToken stop)
    {
        WeightsEvaluation evaluation;
        try
        {
            evaluation = evaluate(stop);
        }
        catch (OperationCanceledException e) when (e is MeasuringStoppedException || (stop.IsCancellationRequested && Workers.Count == 1))
        {
            // It is made when the training goes on. What a program's metric cancels by itself is an error.
            return;
        }
        var result = evaluation.Of(options.Evaluation.Weights);
        // A loss that is merely high is none of the training's: so high is that of what it has over-fitted to.
        if (!double.IsFinite(result.Loss))
            throw new DivergenceException(Exploded("validation loss", result.Loss));
        LastEvaluation = (State.Step, evaluation);
        var isBest = task.Best.IsBetter(result, State.Best, State.BestLoss);
        State = isBest
            ? State with { BestLoss = result.Loss, BestFigure = task.Best.OtherThanLoss(result), BestStep = State.Step, EvaluationsSinceBest = 0 }
            : State with { EvaluationsSinceBest = State.EvaluationsSinceBest + 1 };
        State = State with { EvaluationDue = false, TokensAtEvaluation = State.Tokens, Seconds = _secondsBefore + Workers.FromFirst(Stopwatch.GetElapsedTime(_started).TotalSeconds) };
        log.On(new EvaluationEvent(State.Step, phase.Name, Split.Validation, isBest, evaluation.Raw, evaluation.Averaged));
        if (isBest || options.Training.CheckpointSteps == 0)
            Save(phase);
    }

    private void Save(Phase phase)
    {
        if (State == _saved || State.Step == 0)
            return;
        if (State.Watch.IsCalm)
            State = State with { CalmStep = State.Step };
        var folder = progress.During("saving a checkpoint", () => checkpoints.Save(State));
        log.On(new CheckpointEvent(State.Step, phase.Name, Path.GetFileName(folder)));
        _saved = State;
    }
}
