using Weft.Evaluation.Reports;

namespace Weft.Evaluation.Plots;

/// <summary>Perplexity by the number of tokens that the model saw.</summary>
internal static class PositionPlot
{
    /// <summary>Draws it: a point for each position, and the whole split as a line.</summary>
    public static Figure Draw(EvaluationReport report)
    {
        var figure = new Figure(
            $"Perplexity by position in the context, {report.Split} split", "tokens that the model saw before the target", "perplexity");
        var (blue, grey) = (FigureColors.Blue, FigureColors.Grey);
        var line = figure.Plot.Add.Scatter(
            report.Positions.Select(position => (double)position.Position).ToArray(),
            report.Positions.Select(position => position.Scores.Perplexity).ToArray());
        line.Color = blue;
        line.LineWidth = 2;
        line.MarkerSize = report.Positions.Count <= 128 ? 6 : 0;
        line.LegendText = "at the position";
        var mean = figure.Plot.Add.HorizontalLine(report.Perplexity);
        mean.Color = grey;
        mean.LegendText = $"whole split: {Counts.Perplexity(report.Perplexity)}";
        // Room for the legend above the highest point.
        figure.Plot.Axes.SetLimitsY(0, 1.3 * report.Positions.Max(position => position.Scores.Perplexity));
        figure.Plot.ShowLegend(ScottPlot.Alignment.UpperRight);
        return figure;
    }
}
