using Weft.Sampling.Dynamic;

namespace Weft.Training.Logging;

/// <summary>Passes everything on to several listeners.</summary>
internal sealed class Listeners(params ITrainingListener[] listeners) : ITrainingListener
{
    /// <inheritdoc/>
    public void OnStep(StepReport report) => Array.ForEach(listeners, listener => listener.OnStep(report));

    /// <inheritdoc/>
    public void OnEvaluation(long step, string phase, WeightsEvaluation result, bool isBest) =>
        Array.ForEach(listeners, listener => listener.OnEvaluation(step, phase, result, isBest));

    /// <inheritdoc/>
    public void OnPlan(long step, string phase, PlanReport report) => Array.ForEach(listeners, listener => listener.OnPlan(step, phase, report));

    /// <inheritdoc/>
    public void OnPhase(PhaseReport report) => Array.ForEach(listeners, listener => listener.OnPhase(report));

    /// <inheritdoc/>
    public void OnRecovery(RecoveryReport report) => Array.ForEach(listeners, listener => listener.OnRecovery(report));

    /// <inheritdoc/>
    public void OnCheckpoint(long step, string folder) => Array.ForEach(listeners, listener => listener.OnCheckpoint(step, folder));

    /// <inheritdoc/>
    public void OnEnd(long step, long best, EndReason reason) => Array.ForEach(listeners, listener => listener.OnEnd(step, best, reason));
}
