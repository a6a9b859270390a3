using Weft.Experiments.Comparisons.Planning;
using Weft.Experiments.Processes;

namespace Weft.Experiments.Comparisons;

/// <summary>How far an arm has come.</summary>
internal enum ArmState
{
    /// <summary>Its budget is used up.</summary>
    Done,

    /// <summary>Its training failed, or that of an arm which it needs.</summary>
    Failed,

    /// <summary>It was stopped, or has not begun.</summary>
    Unfinished,
}

/// <summary>How an arm ended.</summary>
/// <param name="State">How far it came.</param>
/// <param name="Error">Why it failed; else null.</param>
internal sealed record ArmEnd(ArmState State, string? Error = null);

/// <summary>Trains arms.</summary>
internal interface IArmRunner
{
    /// <summary>Whether an arm has reached its end already.</summary>
    bool IsDone(ComparisonArm arm);

    /// <summary>Trains an arm to its end, from where it stands.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="report">Hears now and then how far it has come.</param>
    /// <param name="stop">Asks it to save and end.</param>
    ArmEnd Run(ComparisonArm arm, Action<ChildProgress> report, CancellationToken stop);
}
