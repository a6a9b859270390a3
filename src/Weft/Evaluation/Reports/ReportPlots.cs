using Weft.Evaluation.Plots;

namespace Weft.Evaluation.Reports;

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
            Pictures.Write(Path.Combine(folder, name), draw);
            drawn();
        }
    }

    private static IEnumerable<(string Name, Func<Figure> Draw)> Of(EvaluationReport report)
    {
        var split = report.Split;
        yield return ("confusion-matrix", () => ConfusionPlot.Draw(report.Confusion.Matrix, $"Predictions for each target, {split} split, {report.Tokens:N0} tokens", "token"));
        yield return ("calibration", () => ReliabilityPlot.Draw(split, report.Calibration, "token"));
        if (report.FrequencyBands.Count > 0)
            yield return ("frequency-bands", () => PerplexityBars.DrawBands(split, report.FrequencyBands));
        yield return ("positions", () => PositionPlot.Draw(split, report.Positions, report.Perplexity));
        if (report.Tags.Count > 0)
            yield return ("tags", () => PerplexityBars.DrawTags(split, report.Tags));
    }
}
