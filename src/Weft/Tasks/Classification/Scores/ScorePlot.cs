using Weft.Evaluation.Plots;
using Weft.Foundation;

namespace Weft.Tasks.Classification.Scores;

/// <summary>What a model told of texts, against the scores that they have.</summary>
internal static class ScorePlot
{
    // More would be a blot.
    private const int MostPoints = 3_000;

    /// <summary>Draws it: a point for each text, or for some of them.</summary>
    /// <param name="split">What was measured.</param>
    /// <param name="right">The scores.</param>
    /// <param name="told">What was told of each.</param>
    /// <param name="pearson">How well the two go together.</param>
    public static Figure Draw(string split, double[] right, double[] told, double pearson)
    {
        var random = RandomStream.For(0, "points of a plot");
        int[] shown = [.. Enumerable.Range(0, right.Length)];
        if (shown.Length > MostPoints)
            shown = [.. shown.Where(_ => random.NextInt32(right.Length) < MostPoints)];
        var which = shown.Length == right.Length ? $"{right.Length:N0} texts" : $"{shown.Length:N0} of {right.Length:N0} texts";
        var figure = new Figure($"Scores, {split} split, {which}: correlation {pearson:F3}", "score", "prediction", 900, 760);
        var plot = figure.Plot;
        var (low, high) = (Math.Min(right.Min(), told.Min()), Math.Max(right.Max(), told.Max()));
        var diagonal = plot.Add.Line(low, low, high, high);
        diagonal.LineColor = FigureColors.Grey;
        diagonal.LineWidth = 2;
        diagonal.LegendText = "as it should be";
        var points = plot.Add.ScatterPoints(shown.Select(text => right[text]).ToArray(), shown.Select(text => told[text]).ToArray());
        points.Color = FigureColors.Blue.WithAlpha(110);
        points.MarkerSize = 6;
        points.LegendText = "a text";
        figure.ShowLegendBelow();
        return figure;
    }
}
