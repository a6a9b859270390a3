using System.Diagnostics;
using Weft.Experiments.Comparisons.Planning;
using Weft.Foundation;
using Weft.Training.Starting;

namespace Weft.Experiments.Comparisons;

/// <summary>
/// Trains every variant with every seed, seed by seed, each in a process of its own, and compares what they came to. What an earlier
/// session did stays: arms that are done are not trained again, others go on.
/// </summary>
/// <param name="plan">What to do.</param>
/// <param name="program">Makes the program <c>weft</c> ready to be started with arguments.</param>
/// <param name="corpora">Finds and prepares the text, before the trainings look for it.</param>
/// <param name="progress">Hears how far the trainings are, each in a lane of its own; null for nobody.</param>
/// <param name="tell">Hears what happens: a line when an arm begins, one when it ends.</param>
internal sealed class Comparison(
    ComparisonPlan plan, Func<IReadOnlyList<string>, ProcessStartInfo> program, CorpusProvider corpora, IProgress<WorkProgress>? progress, Action<string> tell)
{
    /// <summary>Compares.</summary>
    /// <param name="stop">Stops it; the trainings save, and the same comparison goes on with them.</param>
    /// <exception cref="ConfigurationException">The folder holds something else, or an arm of the same name that was another.</exception>
    /// <exception cref="IOException">Another process is comparing in the folder.</exception>
    public ComparisonResult Run(CancellationToken stop)
    {
        using var folder = ComparisonFolder.Enter(plan.Folder);
        var arms = folder.Admit(plan.Arms, new ArmResolver(corpora), stop);
        WarnOfThreads(arms);
        var ends = new ArmSchedule(new ArmProcess(program), arms, plan.Jobs, new ArmLines(tell, progress)).Run(stop);
        var result = ComparisonAnalysis.Of(plan, [.. arms.Zip(ends, ArmResult.Read)]);
        if (!result.Interrupted)
            ComparisonFiles.Write(folder, result);
        return result;
    }

    private void WarnOfThreads(IReadOnlyList<ComparisonArm> arms)
    {
        var threads = plan.Jobs * arms.Max(arm => arm.Options.Runtime.Threads);
        if (plan.Jobs > 1 && threads > Environment.ProcessorCount)
        {
            tell($"{plan.Jobs} trainings at the same time take {threads} threads, and there are {Environment.ProcessorCount} cores: "
                + $"they will wait for one another. Give --threads {Math.Max(1, Environment.ProcessorCount / plan.Jobs)}.");
        }
    }
}
