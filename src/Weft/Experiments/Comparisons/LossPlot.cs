using ScottPlot;
using Weft.Evaluation.Plots;
using Weft.Experiments.Comparisons.Statistics;

namespace Weft.Experiments.Comparisons;

/// <summary>How the validation losses fell: a thin line for each training, a colour and a mark for each variant.</summary>
internal static class LossPlot
{
    private const double SecondsInMinute = 60;
    private const double Million = 1e6;

    /// <summary>Over training time.</summary>
    public static Figure OverTime(ComparisonResult result)
    {
        var isLong = PointsOf(result).Max(point => point.Seconds) > 3 * SecondsInMinute;
        return Draw(result, isLong ? "training time, minutes" : "training time, seconds", point => point.Seconds / (isLong ? SecondsInMinute : 1));
    }

    /// <summary>Over targets trained on.</summary>
    public static Figure OverTokens(ComparisonResult result)
    {
        var isLong = PointsOf(result).Max(point => point.Tokens) > Million;
        return Draw(result, isLong ? "targets trained on, millions" : "targets trained on", point => point.Tokens / (isLong ? Million : 1));
    }

    private static IEnumerable<LossPoint> PointsOf(ComparisonResult result) =>
        result.Variants.SelectMany(variant => variant.Arms).SelectMany(arm => arm.Curve);

    private static Figure Draw(ComparisonResult result, string horizontal, Func<LossPoint, double> place)
    {
        var figure = new Figure("Validation loss: a line a seed, a mark at the variant's mean end", horizontal, "validation loss, nats a target", 1180, 620);
        var plot = figure.Plot;
        foreach (var (index, variant) in result.Variants.Index().Where(entry => entry.Item.Loss is not null))
        {
            var color = plot.Add.Palette.GetColor(index);
            var curves = variant.Arms.Where(arm => arm.Curve.Count > 0).Select(arm => arm.Curve).ToList();
            foreach (var curve in curves)
            {
                var line = plot.Add.Scatter(curve.Select(place).ToArray(), curve.Select(point => point.Loss).ToArray());
                (line.Color, line.LineWidth, line.MarkerSize) = (color.WithAlpha(0.55), 1.5f, 4);
            }
            var mark = plot.Add.Marker(curves.Average(curve => place(curve[^1])), variant.Loss!.Mean, MarkerShape.FilledDiamond, 13, color);
            mark.LegendText = $"{LabelLetters.Usual.Drawn(variant.Name)}: {variant.Loss.Mean:F4}";
        }
        var points = PointsOf(result).ToList();
        var (_, right) = FigureAxes.Around(points.Select(place));
        var (low, high) = FigureAxes.Around(points.Select(point => point.Loss));
        plot.Axes.SetLimits(0, right, low, high);
        // Beside the lines: they may end anywhere.
        plot.ShowLegend(Edge.Right);
        return figure;
    }
}
