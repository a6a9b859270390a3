using Weft.Experiments.Comparisons.Planning;
using Weft.Experiments.Processes;
using Weft.Foundation;
using Weft.Runs;

namespace Weft.Experiments.Comparisons;

/// <summary>Hears of the arms of a comparison.</summary>
internal interface IArmWatcher
{
    /// <summary>An arm begins or goes on.</summary>
    void Begins(ComparisonArm arm, int place, int count);

    /// <summary>An arm trains.</summary>
    void Goes(ComparisonArm arm, int place, int count, ChildProgress at);

    /// <summary>An arm has ended.</summary>
    void Ends(ComparisonArm arm, int place, int count, ArmEnd end, bool wasDone);
}

/// <summary>Tells of arms in lines, one when an arm begins and one when it ends, and reports those that train.</summary>
/// <param name="tell">Takes the lines.</param>
/// <param name="progress">Hears how far the trainings are, each in a lane of its own; null for nobody.</param>
internal sealed class ArmLines(Action<string> tell, IProgress<WorkProgress>? progress) : IArmWatcher
{
    /// <inheritdoc/>
    public void Begins(ComparisonArm arm, int place, int count) =>
        tell($"{NameOf(arm, place, count)}: {(RunFolder.IsRun(arm.Folder) ? "goes on" : "begins")}");

    /// <inheritdoc/>
    public void Goes(ComparisonArm arm, int place, int count, ChildProgress at) => progress?.Report(at.ToWork(NameOf(arm, place, count), place));

    /// <inheritdoc/>
    public void Ends(ComparisonArm arm, int place, int count, ArmEnd end, bool wasDone)
    {
        progress?.Report(new WorkProgress(NameOf(arm, place, count), 1, 1, "") { Lane = place });
        var result = ArmResult.Read(arm, end);
        tell($"{NameOf(arm, place, count)}: " + result.State switch
        {
            ArmState.Done => FiguresOf(result) + (wasDone ? " (was done before)" : ""),
            ArmState.Failed => $"failed. {result.Error}",
            _ => "stopped",
        });
    }

    private static string NameOf(ComparisonArm arm, int place, int count) => $"arm {place} of {count}  {arm.Name}";

    private static string FiguresOf(ArmResult result) =>
        $"validation loss {result.Loss:F4}{(result.Perplexity is { } perplexity ? $", perplexity {perplexity:N2}" : result.Accuracy is { } accuracy ? $", accuracy {accuracy:P1}" : "")}; {result.Tokens:N0} tokens in {result.Seconds:N0} s"
        + (result.EndReason == EndReason.Patience ? $"; {EndReasons.Sentence(result.EndReason, result.Steps, result.BestStep)}" : "");
}
