using ScottPlot;

namespace Weft.Evaluation.Plots;

/// <summary>Axes of pictures that show names, or numbers over many powers of ten; and where axes begin and end.</summary>
internal static class FigureAxes
{
    private const float LabelSize = 13;

    /// <summary>Where an axis begins and ends: a little before and behind the values, and never below 0 where no value is.</summary>
    /// <param name="values">The values; those that are not finite do not count.</param>
    /// <param name="margin">The room on either side, by the range of the values.</param>
    public static (double Low, double High) Around(IEnumerable<double> values, double margin = 0.05)
    {
        var finite = values.Where(double.IsFinite).ToList();
        if (finite.Count == 0)
            return (0, 1);
        var (low, high) = (finite.Min(), finite.Max());
        // Equal values have no range: they stand in the middle.
        var room = high - low > 1e-9 * Math.Abs(high) ? margin * (high - low) : Math.Max(0.5 * Math.Min(1, Math.Abs(high)), 1e-3);
        return (low < 0 ? low - room : Math.Max(0, low - room), high + room);
    }

    /// <summary>Shows whole numbers alone.</summary>
    public static void Count(IXAxis axis) => axis.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true, MinimumTickSpacing = 40 };

    /// <summary>Names the places of an axis.</summary>
    /// <param name="figure">The picture.</param>
    /// <param name="axis">One of its axes.</param>
    /// <param name="names">A name for each place, from 0.</param>
    /// <param name="every">Which names are written: every second, every third, for places that are narrower than a letter is high.</param>
    /// <returns>How wide the widest name is, in pixels.</returns>
    public static float Name(Figure figure, IAxis axis, IReadOnlyList<string> names, int every = 1)
    {
        var letters = LabelLetters.For(names);
        var labels = names.Index().Where(name => name.Index % every == 0).Select(name => new AxisTick(name.Index, string.Join('\n', name.Item.Split('\n').Select(line => letters.Drawn(line))))).ToList();
        Set(axis, labels);
        axis.MajorTickStyle.Length = 0;
        // Without the line of a tick a name would touch the axis.
        if (axis is IXAxis)
            axis.TickLabelStyle.OffsetY = 6;
        else
            axis.TickLabelStyle.OffsetX = -4;
        figure.UseFont(axis.TickLabelStyle, letters.Family);
        return labels.Select(label => letters.WidthOf(label.Name, LabelSize)).DefaultIfEmpty(0).Max();
    }

    /// <summary>Makes an axis of decimal logarithms show the numbers themselves.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="low">The logarithm with which it begins.</param>
    /// <param name="high">The logarithm with which it ends.</param>
    /// <param name="most">The most numbers that there is room for.</param>
    public static void Powers(IAxis axis, double low, double high, int most = 12) => Set(axis, LogTicks.Between(low, high, most));

    /// <summary>Makes the right axis show the perplexities of the losses of the left one.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="low">The loss with which the left axis begins, nats.</param>
    /// <param name="high">The loss with which it ends, nats.</param>
    public static void MirrorPerplexity(Plot plot, double low, double high)
    {
        var right = plot.Axes.Right;
        plot.Axes.SetLimitsY(low, high, right);
        var (tens, most) = (Math.Log(10), 12);
        Set(right, [.. LogTicks.Between(low / tens, high / tens, most).Select(tick => tick with { Place = tick.Place * tens })]);
        right.FrameLineStyle.Width = 1;
        right.Label.Text = "perplexity";
        right.Label.FontSize = 14;
        right.Label.Bold = false;
    }

    private static void Set(IAxis axis, IReadOnlyList<AxisTick> ticks)
    {
        axis.SetTicks([.. ticks.Select(tick => tick.Place)], [.. ticks.Select(tick => tick.Name)]);
        axis.TickLabelStyle.FontSize = LabelSize;
    }
}
