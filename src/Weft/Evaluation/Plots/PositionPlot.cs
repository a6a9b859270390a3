using Weft.Evaluation.Measures;


namespace Weft.Evaluation.Plots;

/// <summary>Perplexity by the number of tokens that the model saw.</summary>
internal static class PositionPlot
{
    // Beyond it, equal steps would show nothing of what is lower.
    private const double HighestLinear = 100_000;

    /// <summary>Draws it: a point for each position, and the whole split as a line.</summary>
    /// <param name="split">What was measured.</param>
    /// <param name="positions">The positions, at least one.</param>
    /// <param name="perplexity">That of the whole split.</param>
    public static Figure Draw(string split, IReadOnlyList<PositionScores> positions, double perplexity)
    {
        var top = Math.Max(1, positions.Max(position => position.Scores.Perplexity));
        var isLogarithmic = top > HighestLinear;
        double Height(double value) => isLogarithmic ? Math.Log10(value) : value;
        var figure = new Figure(
            $"Perplexity by position in the context, {split} split", "tokens that the model saw before the target",
            isLogarithmic ? "perplexity (logarithmic)" : "perplexity");
        var plot = figure.Plot;
        var line = plot.Add.Scatter(
            positions.Select(position => (double)position.Position).ToArray(),
            positions.Select(position => Height(position.Scores.Perplexity)).ToArray());
        line.Color = FigureColors.Blue;
        line.LineWidth = 2;
        line.MarkerSize = positions.Count <= 128 ? 6 : 0;
        line.LegendText = "at the position";
        var mean = plot.Add.HorizontalLine(Height(perplexity));
        mean.Color = FigureColors.Grey;
        mean.LegendText = $"whole split: {Counts.Perplexity(perplexity)}";
        var (left, right) = FigureAxes.Around(positions.Select(position => (double)position.Position), 0.03);
        plot.Axes.SetLimits(left, right, 0, 1.1 * Height(top));
        FigureAxes.Count(plot.Axes.Bottom);
        if (isLogarithmic)
            FigureAxes.Powers(plot.Axes.Left, 0, 1.1 * Height(top));
        figure.ShowLegendBelow();
        return figure;
    }
}
