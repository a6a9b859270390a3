using Weft.Sampling.Dynamic;

namespace Weft.Training;

/// <summary>Hears of everything that happens in a training: logs write it down, the command line shows it.</summary>
internal interface ITrainingListener
{
    /// <summary>An update was made.</summary>
    void OnStep(StepReport report);

    /// <summary>The validation split was measured.</summary>
    /// <param name="step">After which step.</param>
    /// <param name="phase">In which phase.</param>
    /// <param name="result">What came out.</param>
    /// <param name="isBest">Whether no earlier evaluation was better.</param>
    void OnEvaluation(long step, string phase, WeightsEvaluation result, bool isBest);

    /// <summary>The sampler has made a plan.</summary>
    /// <param name="step">After which step.</param>
    /// <param name="phase">In which phase.</param>
    /// <param name="report">The plan, and what it was made from.</param>
    void OnPlan(long step, string phase, PlanReport report);

    /// <summary>A phase has ended.</summary>
    void OnPhase(PhaseReport report);

    /// <summary>A training that diverged goes on all the same, as <c>training.recovery</c> says.</summary>
    void OnRecovery(RecoveryReport report);

    /// <summary>A checkpoint was written.</summary>
    void OnCheckpoint(long step, string folder);

    /// <summary>No more steps follow; measuring and saving may.</summary>
    /// <param name="step">After which step.</param>
    /// <param name="best">The step of the best evaluation so far.</param>
    /// <param name="reason">Why.</param>
    void OnEnd(long step, long best, EndReason reason)
    {
        // Of no use to most.
    }
}
