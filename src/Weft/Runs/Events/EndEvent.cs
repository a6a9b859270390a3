namespace Weft.Runs.Events;

/// <summary>No more steps follow in this session; measuring and saving may.</summary>
/// <param name="Step">After which step.</param>
/// <param name="Phase">The phase's name.</param>
/// <param name="BestStep">The step of the best evaluation so far.</param>
/// <param name="Reason">Why.</param>
public sealed record EndEvent(long Step, string Phase, long BestStep, EndReason Reason) : TrainingEvent(Step, Phase)
{
    private protected override string Describe() => "training " + EndReasons.Sentence(Reason, Step, BestStep);
}
