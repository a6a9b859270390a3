using Weft.Evaluation.Plots;
using Weft.Foundation;
using Weft.Foundation.Files;

namespace Weft.Evaluation.Reports;

/// <summary>A folder of reports: for each split a JSON file, and beside it a folder of tables and pictures.</summary>
internal static class ReportFolder
{
    /// <summary>Writes reports so that the folder holds all of each or nothing; those of other splits stay.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="reports">At most one of each split.</param>
    /// <param name="curve">How the training went.</param>
    /// <param name="progress">Hears of the pictures.</param>
    /// <exception cref="IOException">The folder cannot be written or the disk is full; what was there stays.</exception>
    public static void Write(
        string path, IReadOnlyList<IEvaluationReport> reports, LearningCurve curve, IProgress<WorkProgress>? progress = null) => AtomicFolder.Create(path, folder =>
    {
        var total = 1 + reports.Sum(report => report.CountPictures());
        var drawn = -1;
        Drawn();
        if (Directory.Exists(path))
            CopyOthers(path, folder, reports);
        foreach (var report in reports)
        {
            // As an object: with all that it has, not only what every report has.
            WeftJson.WriteFile<object>(Path.Combine(folder, report.Split + ".json"), report);
            report.WriteDetails(Path.Combine(folder, report.Split), Drawn);
        }
        Pictures.Write(Path.Combine(folder, "learning-curve"), () => LearningCurvePlot.Draw(curve));
        Drawn();

        void Drawn() => progress?.Report(new WorkProgress("drawing pictures", ++drawn, total, "pictures"));
    });

    /// <summary>Copies what belongs to splits that are not measured now.</summary>
    private static void CopyOthers(string from, string to, IReadOnlyList<IEvaluationReport> reports)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(from, file);
            var split = Path.GetFileNameWithoutExtension(name.Split(Path.DirectorySeparatorChar)[0]);
            if (reports.Any(report => report.Split == split))
                continue;
            var copy = Path.Combine(to, name);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
