using Weft.Evaluation.Reports;
using Weft.Foundation;
using Weft.Runs.Logging;

namespace Weft.Runs;

/// <summary>Writes the reports of a run.</summary>
internal static class EvaluationFolder
{
    /// <summary>Writes tables, pictures and the run's learning curve; reports of other splits stay.</summary>
    /// <param name="run">The run.</param>
    /// <param name="reports">At most one of each split.</param>
    /// <param name="path">The folder; null is <see cref="RunFolder.Evaluation"/>.</param>
    /// <param name="progress">Hears of the pictures.</param>
    /// <returns>The folder.</returns>
    public static string Write(RunFolder run, IReadOnlyList<IEvaluationReport> reports, string? path = null, IProgress<WorkProgress>? progress = null)
    {
        var folder = Path.GetFullPath(path ?? run.Evaluation);
        ReportFolder.Write(folder, reports, LearningCurves.Of(RunLog.Read(run.Path, damaged: _ => { })), progress);
        return folder;
    }
}
