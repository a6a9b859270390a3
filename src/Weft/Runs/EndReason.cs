namespace Weft.Runs;

/// <summary>Why a training ended.</summary>
public enum EndReason
{
    /// <summary>Its budget is used up.</summary>
    Budget,

    /// <summary>No evaluation was better for <c>evaluation.patience</c> evaluations.</summary>
    Patience,

    /// <summary>It was asked to stop, and can go on.</summary>
    Interrupted,

    /// <summary>A loss or gradient was not a finite number any more.</summary>
    Divergence,
}

/// <summary>The words for the end of a training.</summary>
internal static class EndReasons
{
    /// <summary>A sentence without its full stop: <c>ended early after step 300: out of patience, the best evaluation is that of step 200</c>.</summary>
    /// <param name="reason">Why it ended; null, in summaries of earlier versions, is not known.</param>
    /// <param name="step">After which step.</param>
    /// <param name="best">The step of the best evaluation.</param>
    public static string Sentence(EndReason? reason, long step, long best) => reason switch
    {
        EndReason.Budget => $"ended after step {step:N0}: the budget is used up",
        EndReason.Patience => $"ended early after step {step:N0}: out of patience, the best evaluation is that of step {best:N0}",
        EndReason.Interrupted => $"interrupted after step {step:N0}",
        EndReason.Divergence => $"ended after step {step:N0}: it diverged",
        _ => $"ended after step {step:N0}",
    };
}
