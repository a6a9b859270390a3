using Weft.Runs.Options;
using Weft.Runs.State;

namespace Weft.Runs.Events;

/// <summary>A training that diverged goes on all the same, as <c>training.recovery</c> says.</summary>
/// <param name="Step">With <c>skip</c> the step that was not applied; with <c>back</c> the step that training goes on from.</param>
/// <param name="Phase">The phase's name.</param>
/// <param name="Action">What was done.</param>
/// <param name="Reason">What was wrong.</param>
/// <param name="Times">With <c>back</c>, how often the training has gone back by now; else 0.</param>
/// <param name="Rate">What the rates of the schedule are multiplied by from here on.</param>
/// <param name="Tokens">With <c>skip</c> the targets of the step; else 0.</param>
/// <param name="Seconds">Training time up to here.</param>
public sealed record RecoveryEvent(long Step, string Phase, RecoveryMode Action, string Reason, int Times, double Rate, long Tokens, double Seconds)
    : TrainingEvent(Step, Phase)
{
    /// <summary>How often a training goes back; after that it ends.</summary>
    internal const int MostTimesBack = 3;

    /// <summary>How many steps in a row are skipped; after that it ends.</summary>
    internal const int MostSkippedInARow = 5;

    /// <summary>What is said of a training that has gone back.</summary>
    internal static RecoveryEvent Of(GoingBack back, TrainingState state, string phase) =>
        new(state.Step, phase, RecoveryMode.Back, back.Reason, back.Times, state.RateFactor, Tokens: 0, state.Seconds);

    private protected override string Describe() => Action == RecoveryMode.Back
        ? $"{Reason} Back to step {Step:N0}, and on with {Rate:P1} of the rate (time {Times} of {MostTimesBack})."
        : $"{Reason} It is skipped.";
}
