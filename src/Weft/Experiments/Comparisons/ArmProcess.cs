using System.Diagnostics;
using Weft.Experiments.Comparisons.Planning;
using Weft.Experiments.Processes;
using Weft.Foundation;
using Weft.Runs;

namespace Weft.Experiments.Comparisons;

/// <summary>Trains each arm in a process of its own: threads and number formats are settings of a whole process.</summary>
/// <param name="program">Makes the program <c>weft</c> ready to be started with arguments.</param>
internal sealed class ArmProcess(Func<IReadOnlyList<string>, ProcessStartInfo> program) : IArmRunner
{
    // For an arm that a comparison which was killed has left: it saves and ends when it notices.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public bool IsDone(ComparisonArm arm) => RunFolder.IsRun(arm.Folder) && RunFolder.Open(arm.Folder).IsDone;

    /// <inheritdoc/>
    public ArmEnd Run(ComparisonArm arm, Action<ChildProgress> report, CancellationToken stop)
    {
        RunLock.WaitUntilFree(arm.Folder, Patience, stop);
        using var training = new ChildTraining(program(ArgumentsOf(arm)), arm.Folder);
        var code = training.WaitForEnd(report, stop);
        if (code == 0)
            return new ArmEnd(ArmState.Done);
        if (stop.IsCancellationRequested)
            return new ArmEnd(ArmState.Unfinished);
        return new ArmEnd(ArmState.Failed, training.Errors.Length > 0 ? training.Errors : $"The training ended with exit code {code}.");
    }

    private static string[] ArgumentsOf(ComparisonArm arm)
    {
        if (RunFolder.IsRun(arm.Folder))
            return ["train", "--resume", arm.Folder];
        // A process that was killed while it began has left a folder that is no run.
        if (Directory.Exists(arm.Folder))
            Directory.Delete(arm.Folder, recursive: true);
        var options = arm.Folder + ".json";
        WeftJson.WriteFile(options, arm.Options);
        return ["train", options, "--out", arm.Folder];
    }
}
