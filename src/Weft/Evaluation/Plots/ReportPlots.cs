using Weft.Evaluation.Reports;

namespace Weft.Evaluation.Plots;

/// <summary>Writes the pictures of a report.</summary>
internal static class ReportPlots
{
    /// <summary>How many there are.</summary>
    public static int CountOf(EvaluationReport report) => Of(report).Count();

    /// <summary>Writes all of them into a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="report">What they show.</param>
    /// <param name="drawn">Hears of each.</param>
    public static void Write(string folder, EvaluationReport report, Action drawn)
    {
        foreach (var (name, draw) in Of(report))
        {
            Pictures.Write(Path.Combine(folder, name), () => draw(report));
            drawn();
        }
    }

    private static IEnumerable<(string Name, Func<EvaluationReport, Figure> Draw)> Of(EvaluationReport report)
    {
        yield return ("confusion-matrix", ConfusionPlot.Draw);
        yield return ("calibration", ReliabilityPlot.Draw);
        if (report.FrequencyBands.Count > 0)
            yield return ("frequency-bands", PerplexityBars.DrawBands);
        yield return ("positions", PositionPlot.Draw);
        if (report.Tags.Count > 0)
            yield return ("tags", PerplexityBars.DrawTags);
    }
}
