using ScottPlot;

namespace Weft.Evaluation.Plots;

/// <summary>How a training went: training and validation loss over one axis; of tokens with the perplexities of the same losses on the right.</summary>
internal static class LearningCurvePlot
{
    // The mean of so many neighbouring points lets the trend be seen.
    private const int Window = 15;

    /// <summary>Draws it.</summary>
    public static Figure Draw(LearningCurve curve)
    {
        var figure = new Figure("Learning curve", "updates", curve.IsOfTokens ? "loss, nats a token" : "loss, nats", 1000, 640);
        var plot = figure.Plot;
        var (blue, orange) = (FigureColors.Blue, FigureColors.Orange);
        var steps = curve.Training.Select(point => (double)point.Step).ToArray();
        var losses = curve.Training.Select(point => point.Value).ToArray();
        if (losses.Length > Window)
            Line(plot, steps, losses, blue.WithAlpha(70), "");
        Line(plot, steps, losses.Length > Window ? Smooth(losses) : losses, blue, losses.Length > Window ? $"training loss, mean of {Window} points" : "training loss");
        // Both are losses, so both have the same axis.
        var validation = curve.Validation.Select(point => point.Value).ToArray();
        var measured = curve.Validation.Select(point => (double)point.Step).ToArray();
        if (validation.Length > 0)
        {
            var line = plot.Add.Scatter(measured, validation);
            line.Color = orange;
            line.LineWidth = 2;
            line.MarkerSize = 9;
            line.LegendText = "validation loss";
        }
        var (left, right) = FigureAxes.Around([.. steps, .. measured], 0.03);
        var (low, high) = FigureAxes.Around([.. losses, .. validation]);
        plot.Axes.SetLimits(left, right, low, high);
        FigureAxes.Count(plot.Axes.Bottom);
        if (curve.IsOfTokens)
            FigureAxes.MirrorPerplexity(plot, low, high);
        figure.ShowLegendBelow();
        return figure;
    }

    private static void Line(Plot plot, double[] steps, double[] values, Color color, string legend)
    {
        var line = plot.Add.Scatter(steps, values);
        line.Color = color;
        line.LineWidth = legend.Length > 0 ? 2.5f : 1;
        // A single point has no line.
        line.MarkerSize = steps.Length == 1 ? 9 : 0;
        line.LegendText = legend;
    }

    private static double[] Smooth(double[] values) =>
    [
        .. Enumerable.Range(0, values.Length).Select(i => values[Math.Max(0, i - Window / 2)..Math.Min(values.Length, i + Window / 2 + 1)].Average()),
    ];
}
