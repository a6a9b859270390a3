using ScottPlot;
using Weft.Evaluation.Plots;

namespace Weft.Experiments.Comparisons;

/// <summary>How much better or worse each variant ends than the baseline, with the 95 % interval.</summary>
internal static class DifferencePlot
{
    private const int RowHeight = 56;

    /// <summary>Draws it: a row for each variant, a small mark for each seed.</summary>
    public static Figure Draw(ComparisonResult result)
    {
        var variants = result.Variants.Where(variant => variant.AtEnd is not null).Reverse().ToList();
        var names = variants.ConvertAll(variant => variant.Name);
        var letters = LabelLetters.For(names);
        var widest = names.Max(name => letters.WidthOf(letters.Drawn(name), 13));
        var figure = new Figure(
            $"Validation loss less that of {LabelLetters.Usual.Drawn(result.Baseline)}, at the end of each budget: mean of the seeds, 95 % interval",
            "difference, nats a target: below 0 is better", "", Math.Max(1000, 760 + (int)widest), 210 + RowHeight * Math.Max(2, variants.Count));
        var plot = figure.Plot;
        var zero = plot.Add.VerticalLine(0, width: 1.5f);
        zero.Color = FigureColors.Grey;
        foreach (var (row, variant) in variants.Index())
        {
            var difference = variant.AtEnd!;
            var color = plot.Add.Palette.GetColor(result.Variants.Index().First(entry => entry.Item.Name == variant.Name).Index);
            if (difference.Test is { Low: { } low, High: { } high })
                AddInterval(plot, row, low, high, color);
            foreach (var seed in difference.Seeds.Where(seed => seed.Value is not null))
                plot.Add.Marker(seed.Value!.Value, row, MarkerShape.OpenCircle, 7, color);
            plot.Add.Marker(difference.Test.Mean, row, MarkerShape.FilledDiamond, 14, color);
        }
        plot.Axes.Left.MinimumSize = 30 + FigureAxes.Name(figure, plot.Axes.Left, names);
        var (left, right) = FigureAxes.Around(variants.SelectMany(variant => ValuesOf(variant.AtEnd!)).Append(0), 0.08);
        // The line of the baseline is not the picture's edge.
        plot.Axes.SetLimits(Math.Min(left, -0.08 * right), right, -0.6, variants.Count - 0.4);
        return figure;
    }

    private static IEnumerable<double> ValuesOf(PairedDifference difference) =>
        new[] { difference.Test.Mean, difference.Test.Low, difference.Test.High }.Concat(difference.Seeds.Select(seed => seed.Value)).OfType<double>();

    private static void AddInterval(Plot plot, int row, double low, double high, Color color)
    {
        const double Cap = 0.12;
        foreach (var (x1, y1, x2, y2) in new[] { (low, row, high, (double)row), (low, row - Cap, low, row + Cap), (high, row - Cap, high, row + Cap) })
        {
            var line = plot.Add.Line(x1, y1, x2, y2);
            (line.LineColor, line.LineWidth) = (color, 2.5f);
        }
    }
}
