using ScottPlot;
using Weft.Evaluation.Measures;

namespace Weft.Evaluation.Plots;

/// <summary>Perplexities of groups of targets as bars over a logarithmic axis, each with its figure.</summary>
internal static class PerplexityBars
{
    // More groups, the rarer ones, would not be readable; the CSV file has them all.
    private const int MostTags = 30;
    private const int RowHeight = 30;

    // Between two labels, in pixels.
    private const int Gap = 12;

    /// <summary>Draws the bands of frequency as columns.</summary>
    /// <param name="split">What was measured.</param>
    /// <param name="bands">The bands, at least one.</param>
    public static Figure DrawBands(string split, IReadOnlyList<FrequencyBand> bands)
    {
        var labels = bands.Select(band => $"{band.Label}\n{Counts.Short(band.Scores.Tokens)} targets").ToList();
        var widest = labels.Max(label => LabelLetters.Usual.WidthOf(label, 13));
        var figure = new Figure(
            $"Perplexity by word frequency, {split} split", "times that the target stands in the training split, and number of targets",
            "perplexity (logarithmic)", Math.Max(900, 150 + (int)((widest + Gap) * (bands.Count + 0.2))));
        Add(figure.Plot, [.. bands.Select(band => band.Scores.Perplexity)], horizontal: false);
        FigureAxes.Name(figure, figure.Plot.Axes.Bottom, labels);
        var top = Top(bands.Select(band => band.Scores.Perplexity));
        FigureAxes.Powers(figure.Plot.Axes.Left, 0, top);
        figure.Plot.Axes.SetLimits(-0.6, bands.Count - 0.4, 0, top);
        figure.Plot.Axes.Bottom.MinimumSize = 90;
        return figure;
    }

    /// <summary>Draws the most frequent tags as rows, the most frequent on top.</summary>
    /// <param name="split">What was measured.</param>
    /// <param name="all">The tags by falling number of targets, at least one.</param>
    public static Figure DrawTags(string split, IReadOnlyList<TagScores> all)
    {
        var tags = all.Take(MostTags).Reverse().ToList();
        var which = all.Count > MostTags ? $"the {MostTags} most frequent of {all.Count} tags" : "all tags";
        var figure = new Figure(
            $"Perplexity by tag, {split} split, {which}", "perplexity (logarithmic)", "tag of the target, and number of targets",
            1000, 170 + RowHeight * Math.Max(4, tags.Count));
        Add(figure.Plot, [.. tags.Select(tag => tag.Scores.Perplexity)], horizontal: true);
        var letters = LabelLetters.For(tags.Select(tag => tag.Tag));
        var names = tags.Select(tag => $"{TokenLabel.Of(tag.Tag, letters)}  {Counts.Short(tag.Scores.Tokens)}").ToList();
        figure.Plot.Axes.Left.MinimumSize = 60 + FigureAxes.Name(figure, figure.Plot.Axes.Left, names);
        var top = Top(tags.Select(tag => tag.Scores.Perplexity));
        FigureAxes.Powers(figure.Plot.Axes.Bottom, 0, top);
        figure.Plot.Axes.SetLimits(0, top, -0.6, tags.Count - 0.4);
        return figure;
    }

    /// <summary>The logarithm with which the axis ends: behind the highest bar is room for its figure.</summary>
    private static double Top(IEnumerable<double> perplexities) => 1.12 * Math.Log10(Math.Max(4, perplexities.Max())) + 0.3;

    private static void Add(Plot plot, IReadOnlyList<double> perplexities, bool horizontal)
    {
        var bars = plot.Add.Bars(perplexities.Select((perplexity, place) => new Bar
        {
            Position = place,
            Value = Math.Log10(perplexity),
            Size = 0.7,
            FillColor = FigureColors.Blue,
            LineColor = FigureColors.Blue,
        }).ToArray());
        bars.Horizontal = horizontal;
        for (var place = 0; place < perplexities.Count; place++)
        {
            var end = Math.Log10(perplexities[place]);
            var text = plot.Add.Text(Counts.Perplexity(perplexities[place]), horizontal ? end : place, horizontal ? place : end);
            text.LabelFontSize = 14;
            text.LabelAlignment = horizontal ? Alignment.MiddleLeft : Alignment.LowerCenter;
            (text.OffsetX, text.OffsetY) = horizontal ? (6, 0) : (0, -4);
        }
    }
}
