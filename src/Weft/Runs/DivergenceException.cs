using Weft.Runs.Events;
using Weft.Runs.Options;
using Weft.Runs.State;

namespace Weft.Runs;

/// <summary>A loss, a gradient or a weight is not a finite number, or the loss has exploded. What was saved before stays as it is.</summary>
public sealed class DivergenceException : Exception
{
    private readonly bool _blamesText;
    private string _remedy = "";

    /// <param name="finding">What was found, in a sentence.</param>
    /// <param name="blamesText">Whether it names chunks whose text may be damaged.</param>
    internal DivergenceException(string finding, bool blamesText = false)
    {
        (Finding, _blamesText) = (finding, blamesText);
    }

    /// <summary>What was found; of a run also what to do.</summary>
    public override string Message => Finding + _remedy;

    /// <summary>How far the training had come; null where it was not begun as a run.</summary>
    public TrainingSummary? Summary { get; internal set; }

    /// <summary>What was found, in a sentence.</summary>
    internal string Finding { get; }

    /// <summary>Says what is left to do for a run that has tried what its options allow.</summary>
    internal void EndRun(RecoveryMode recovery, TrainingState state)
    {
        var tried = recovery switch
        {
            RecoveryMode.Back when state.GoneBack > 0 =>
                $"With training.recovery=back it went back {state.GoneBack} times, at last to {state.RateFactor:P1} of the rate. ",
            RecoveryMode.Skip when state.SkippedInARow >= RecoveryEvent.MostSkippedInARow =>
                $"With training.recovery=skip {state.SkippedInARow} steps in a row were skipped before it. ",
            _ => "",
        };
        _remedy = $"{Environment.NewLine}{tried}What is saved stays. Train anew with a lower schedule.peakRate or optimizer.clipNorm"
            + $"{(_blamesText ? ", look for damaged text in these chunks" : "")}{(recovery == RecoveryMode.Back ? "" : ", or set training.recovery=back")}.";
    }
}
