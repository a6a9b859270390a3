namespace Weft.Foundation;

/// <summary>
/// How far a piece of work that takes noticeable time has come; the command line draws it. The work is over with the report whose
/// <see cref="Done"/> is at least <see cref="Total"/>, or when other work begins in its lane.
/// </summary>
/// <param name="What">The work in a few words: <c>counting words</c>.</param>
/// <param name="Done">How much is done.</param>
/// <param name="Total">How much there is, or null where that is not known.</param>
/// <param name="Unit">What is counted: <c>bytes</c>.</param>
public readonly record struct WorkProgress(string What, long Done, long? Total, string Unit)
{
    /// <summary>Figures that stand behind the work's name, such as a loss; null for none.</summary>
    public string? Detail { get; init; }

    /// <summary>Work of different lanes is under way at the same time; of one lane only the newest is.</summary>
    public int Lane { get; init; }

    /// <summary>Whether nothing is left to do.</summary>
    public bool IsOver => Total is { } total && Done >= total;
}

/// <summary>Reports for work that says nothing of itself.</summary>
internal static class WorkReports
{
    /// <summary>Does work that cannot tell how far it has come, and lets it be seen meanwhile.</summary>
    /// <param name="progress">Hears of it; null for nobody.</param>
    /// <param name="what">The work in a few words.</param>
    /// <param name="work">Does it.</param>
    public static T During<T>(this IProgress<WorkProgress>? progress, string what, Func<T> work)
    {
        progress?.Report(new WorkProgress(what, 0, null, ""));
        try
        {
            return work();
        }
        finally
        {
            progress?.End(what);
        }
    }

    /// <summary>Says that work is over whose total was not known, or not reached.</summary>
    public static void End(this IProgress<WorkProgress> progress, string what) => progress.Report(new WorkProgress(what, 1, 1, ""));
}
