using Weft.Foundation;

namespace Weft.Training.Comparisons;

/// <summary>Hears of the arms of a comparison.</summary>
internal interface IArmWatcher
{
    /// <summary>An arm begins or goes on.</summary>
    void Begins(ComparisonArm arm, int place, int count);

    /// <summary>The training in a slot has used up a share of its budget.</summary>
    void Goes(int slot, double share);

    /// <summary>An arm has ended.</summary>
    void Ends(ComparisonArm arm, int place, int count, ArmEnd end, bool wasDone);
}

/// <summary>Tells of arms in lines: one when an arm begins, one when it ends.</summary>
/// <param name="tell">Takes the lines.</param>
/// <param name="progress">Hears how far the trainings are that run, or null.</param>
/// <param name="jobs">How many run at the same time.</param>
internal sealed class ArmLines(Action<string> tell, IProgress<WorkProgress>? progress, int jobs) : IArmWatcher
{
    /// <inheritdoc/>
    public void Begins(ComparisonArm arm, int place, int count) =>
        tell($"arm {place} of {count}  {arm.Name}: {(RunFolder.IsRun(arm.Folder) ? "goes on" : "begins")}");

    /// <inheritdoc/>
    public void Goes(int slot, double share) => progress?.Report(
        new WorkProgress(jobs > 1 ? $"training {slot + 1}" : "training", (long)(100 * Math.Clamp(share, 0, 1)), 100, "percent of the budget"));

    /// <inheritdoc/>
    public void Ends(ComparisonArm arm, int place, int count, ArmEnd end, bool wasDone)
    {
        var result = ArmResult.Read(arm, end);
        tell($"arm {place} of {count}  {arm.Name}: " + result.State switch
        {
            ArmState.Done => FiguresOf(result) + (wasDone ? " (was done before)" : ""),
            ArmState.Failed => $"failed. {result.Error}",
            _ => "stopped",
        });
    }

    private static string FiguresOf(ArmResult result) =>
        $"validation loss {result.Loss:F4}, perplexity {result.Perplexity:N2}; {result.Tokens:N0} tokens in {result.Seconds:N0} s";
}
