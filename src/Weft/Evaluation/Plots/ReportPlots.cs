using Weft.Evaluation.Reports;

namespace Weft.Evaluation.Plots;

/// <summary>Writes the pictures of a report.</summary>
internal static class ReportPlots
{
    /// <summary>Writes all of them into a folder.</summary>
    public static void Write(string folder, EvaluationReport report)
    {
        ConfusionPlot.Draw(report).Save(Path.Combine(folder, "confusion-matrix"));
        ReliabilityPlot.Draw(report).Save(Path.Combine(folder, "calibration"));
        if (report.FrequencyBands.Count > 0)
            PerplexityBars.DrawBands(report).Save(Path.Combine(folder, "frequency-bands"));
        PositionPlot.Draw(report).Save(Path.Combine(folder, "positions"));
        if (report.Tags.Count > 0)
            PerplexityBars.DrawTags(report).Save(Path.Combine(folder, "tags"));
    }
}
