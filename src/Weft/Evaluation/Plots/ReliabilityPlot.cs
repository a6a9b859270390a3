using ScottPlot;
using Weft.Evaluation.Measures;

namespace Weft.Evaluation.Plots;

/// <summary>The reliability diagram (Guo et al. 2017, figure 1): accuracy against confidence.</summary>
internal static class ReliabilityPlot
{
    /// <summary>Draws it: a bar for each bin of confidence, its number of predictions above it.</summary>
    /// <param name="split">What was measured.</param>
    /// <param name="calibration">The bins.</param>
    /// <param name="what">What a class is: <c>token</c>.</param>
    public static Figure Draw(string split, CalibrationReport calibration, string what)
    {
        var figure = new Figure(
            $"Reliability, {split} split: expected calibration error {100 * calibration.ExpectedError:F2} % over {calibration.BinCount} bins",
            $"confidence: probability of the likeliest {what}, percent", "accuracy: share of predictions that were right, percent", 900, 760);
        var plot = figure.Plot;
        var (blue, orange, grey) = (FigureColors.Blue, FigureColors.Orange, FigureColors.Grey);
        var filled = calibration.Bins.Where(bin => bin.Tokens > 0).ToList();
        var bars = plot.Add.Bars(filled.Select(bin => new Bar
        {
            Position = 50 * (bin.Above + bin.UpTo),
            Value = 100 * bin.Accuracy!.Value,
            Size = 92 * (bin.UpTo - bin.Above),
            FillColor = blue.WithAlpha(150),
            LineColor = blue,
        }).ToArray());
        bars.LegendText = "accuracy in the bin, with its number of predictions";
        var diagonal = plot.Add.Line(0, 0, 100, 100);
        diagonal.LineColor = grey;
        diagonal.LineWidth = 2;
        diagonal.LegendText = "perfectly calibrated";
        var means = plot.Add.ScatterPoints(
            filled.Select(bin => 100 * bin.Confidence!.Value).ToArray(), filled.Select(bin => 100 * bin.Accuracy!.Value).ToArray());
        means.Color = orange;
        means.MarkerSize = 9;
        means.LegendText = "at the bin's mean confidence";
        foreach (var bin in filled)
            AddCount(plot, bin);
        figure.ShowLegendBelow();
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericFixedInterval(10);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericFixedInterval(10);
        plot.Axes.SetLimits(0, 100, 0, 108);
        return figure;
    }

    private static void AddCount(Plot plot, CalibrationBin bin)
    {
        var text = plot.Add.Text(Counts.Short(bin.Tokens), 50 * (bin.Above + bin.UpTo), 100 * bin.Accuracy!.Value + 1.2);
        text.LabelFontSize = 12;
        text.LabelAlignment = Alignment.LowerCenter;
        text.LabelBackgroundColor = Colors.White.WithAlpha(200);
    }
}
