using ScottPlot;
using Weft.Evaluation.Reports;

namespace Weft.Evaluation.Plots;

/// <summary>How a training went: training loss on the left axis, validation perplexity on the right.</summary>
internal static class LearningCurvePlot
{
    // The mean of so many neighbouring points lets the trend be seen.
    private const int Window = 15;

    /// <summary>Draws it.</summary>
    public static Figure Draw(LearningCurve curve)
    {
        var figure = new Figure("Learning curve", "updates", "training loss, nats a token", 1000, 620);
        var plot = figure.Plot;
        var (blue, orange) = (FigureColors.Blue, FigureColors.Orange);
        var steps = curve.Training.Select(point => (double)point.Step).ToArray();
        var losses = curve.Training.Select(point => point.Value).ToArray();
        if (losses.Length > Window)
            Line(plot, steps, losses, blue.WithAlpha(70), "");
        Line(plot, steps, losses.Length > Window ? Smooth(losses) : losses, blue, "training loss (left axis)");
        if (curve.Validation.Count > 0)
        {
            var perplexity = plot.Add.Scatter(
                curve.Validation.Select(point => (double)point.Step).ToArray(), curve.Validation.Select(point => point.Value).ToArray());
            perplexity.Axes.YAxis = plot.Axes.Right;
            perplexity.Color = orange;
            perplexity.LineWidth = 2;
            perplexity.MarkerSize = 9;
            perplexity.LegendText = "validation perplexity (right axis)";
            plot.Axes.Right.Label.Text = "validation perplexity";
            plot.Axes.Right.Label.FontSize = 15;
        }
        plot.Axes.Margins(0.03, 0.08);
        plot.ShowLegend(Alignment.UpperRight);
        return figure;
    }

    private static void Line(Plot plot, double[] steps, double[] values, Color color, string legend)
    {
        var line = plot.Add.Scatter(steps, values);
        line.Color = color;
        line.LineWidth = legend.Length > 0 ? 2.5f : 1;
        line.MarkerSize = 0;
        line.LegendText = legend;
    }

    private static double[] Smooth(double[] values) =>
    [
        .. Enumerable.Range(0, values.Length).Select(i => values[Math.Max(0, i - Window / 2)..Math.Min(values.Length, i + Window / 2 + 1)].Average()),
    ];
}
