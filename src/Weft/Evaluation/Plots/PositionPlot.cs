using Weft.Evaluation.Reports;

namespace Weft.Evaluation.Plots;

/// <summary>Perplexity by the number of tokens that the model saw.</summary>
internal static class PositionPlot
{
    // Beyond it, equal steps would show nothing of what is lower.
    private const double HighestLinear = 100_000;

    /// <summary>Draws it: a point for each position, and the whole split as a line.</summary>
    public static Figure Draw(EvaluationReport report)
    {
        var top = Math.Max(1, report.Positions.Max(position => position.Scores.Perplexity));
        var isLogarithmic = top > HighestLinear;
        double Height(double perplexity) => isLogarithmic ? Math.Log10(perplexity) : perplexity;
        var figure = new Figure(
            $"Perplexity by position in the context, {report.Split} split", "tokens that the model saw before the target",
            isLogarithmic ? "perplexity (logarithmic)" : "perplexity");
        var plot = figure.Plot;
        var line = plot.Add.Scatter(
            report.Positions.Select(position => (double)position.Position).ToArray(),
            report.Positions.Select(position => Height(position.Scores.Perplexity)).ToArray());
        line.Color = FigureColors.Blue;
        line.LineWidth = 2;
        line.MarkerSize = report.Positions.Count <= 128 ? 6 : 0;
        line.LegendText = "at the position";
        var mean = plot.Add.HorizontalLine(Height(report.Perplexity));
        mean.Color = FigureColors.Grey;
        mean.LegendText = $"whole split: {Counts.Perplexity(report.Perplexity)}";
        var (left, right) = FigureAxes.Around(report.Positions.Select(position => (double)position.Position), 0.03);
        plot.Axes.SetLimits(left, right, 0, 1.1 * Height(top));
        FigureAxes.Count(plot.Axes.Bottom);
        if (isLogarithmic)
            FigureAxes.Powers(plot.Axes.Left, 0, 1.1 * Height(top));
        figure.ShowLegendBelow();
        return figure;
    }
}
