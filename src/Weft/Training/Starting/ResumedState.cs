using Weft.Foundation;
using Weft.Runs;
using Weft.Runs.Checkpoints;
using Weft.Runs.State;
using Weft.Training.Planning;

namespace Weft.Training.Starting;

/// <summary>The state that a training begins or goes on with.</summary>
internal static class ResumedState
{
    /// <summary>The checkpoint's state, as far as it still holds.</summary>
    /// <param name="checkpoint">Null where the training begins.</param>
    /// <param name="start">How the run comes to be.</param>
    /// <param name="run">The run.</param>
    /// <param name="plan">Its phases and budget.</param>
    /// <exception cref="ConfigurationException">A new budget is used up already.</exception>
    public static TrainingState Of(Checkpoint? checkpoint, RunStart start, RunFolder run, TrainingPlan plan)
    {
        var state = checkpoint?.State ?? new TrainingState();
        // Later checkpoints that are not gone on from may have pushed the best of the earlier ones out.
        if (state.BestStep is { } best && !CheckpointFolder.Steps(run.Checkpoints).Contains(best))
            state = state with { BestStep = null, BestLoss = null, BestFigure = null };
        if (start.Back is { } back)
            state = state with { GoneBack = back.Times };
        return start.HasNewBudget ? WithNewBudget(state, plan) : state;
    }

    /// <summary>A new budget must reach further than the run has come, and it gives patience anew.</summary>
    private static TrainingState WithNewBudget(TrainingState state, TrainingPlan plan) => plan.Progress(state) < 1
        ? state with { EvaluationsSinceBest = 0 }
        : throw new ConfigurationException($"The run is at step {state.Step}, and the new budget is used up there. Give a larger one, for example --max-steps {state.Step + 1000} (in C# Steps).");
}
