using ScottPlot;

namespace Weft.Evaluation.Plots;

/// <summary>A plan of the dynamic sampler, from where it was made.</summary>
/// <param name="Progress">The share of the budget that was used up.</param>
/// <param name="Stage">The sampler's state.</param>
/// <param name="Gap">Held-out minus trained-on loss, nats a target; null where it was not measured.</param>
/// <param name="Keep">The probability with which easy chunks are kept.</param>
/// <param name="NormalShare">The share of ordinary samples.</param>
internal sealed record TimelinePoint(double Progress, string Stage, double? Gap, double Keep, double NormalShare);

/// <summary>How the states of the dynamic sampler followed one another, and what they followed from.</summary>
internal static class SamplingTimelinePlot
{
    private static readonly Color[] Stages = [Colors.SteelBlue, Colors.SeaGreen, Colors.IndianRed, Colors.Orange];

    // Pixels between the two axes.
    private const int Width = 820;

    /// <summary>Draws it.</summary>
    /// <param name="points">The plans; the last point is the end of the training.</param>
    public static Figure Draw(IReadOnlyList<TimelinePoint> points)
    {
        var figure = new Figure("What the sampler did", "share of the budget", "probability of easy chunks, share of ordinary samples", 1000, 560);
        var plot = figure.Plot;
        AddStages(plot, points);
        // The wider line is seen where both lie on one another.
        AddSteps(plot, points, point => point.Keep, "easy chunks kept (left axis)", FigureColors.Blue, width: 6);
        AddSteps(plot, points, point => point.NormalShare, "ordinary samples (left axis)", Colors.Black, width: 2);
        var gaps = points.Where(point => point.Gap is not null).ToList();
        if (gaps.Count > 0)
        {
            var gap = plot.Add.Scatter(gaps.Select(point => point.Progress).ToArray(), gaps.Select(point => point.Gap!.Value).ToArray());
            gap.Axes.YAxis = plot.Axes.Right;
            gap.Color = FigureColors.Orange;
            gap.LineWidth = 2;
            gap.MarkerSize = 8;
            gap.LegendText = "gap of held-out to trained-on loss (right axis)";
            var (low, high) = FigureAxes.Around(gaps.Select(point => point.Gap!.Value), 0.1);
            plot.Axes.SetLimitsY(low, high, plot.Axes.Right);
            plot.Axes.Right.Label.Text = "gap, nats a target";
            plot.Axes.Right.Label.Bold = false;
            plot.Axes.Right.Label.FontSize = 14;
        }
        plot.Axes.SetLimitsX(0, Math.Max(0.01, points[^1].Progress));
        plot.Axes.Left.Min = 0;
        plot.Axes.Left.Max = 1.3;
        figure.ShowLegendBelow();
        return figure;
    }

    private static void AddStages(Plot plot, IReadOnlyList<TimelinePoint> points)
    {
        var stages = points.Select(point => point.Stage).Distinct().ToList();
        var (letters, whole) = (LabelLetters.Usual, Math.Max(0.01, points[^1].Progress));
        for (var first = 0; first < points.Count - 1;)
        {
            var next = first;
            while (next < points.Count - 1 && points[next].Stage == points[first].Stage)
                next++;
            var (from, to) = (points[first].Progress, points[next].Progress);
            var stage = points[first].Stage;
            var span = plot.Add.HorizontalSpan(from, to, Stages[stages.IndexOf(stage) % Stages.Length].WithAlpha(0.18));
            if (points.Take(first).All(point => point.Stage != stage))
                span.LegendText = stage;
            // Where a stage is too short for its name, the legend has its colour.
            if (letters.WidthOf(stage, 14) + 8 < Width * (to - from) / whole)
            {
                var name = plot.Add.Text(stage, (from + to) / 2, 1.22);
                name.LabelAlignment = Alignment.MiddleCenter;
                name.LabelFontSize = 14;
            }
            first = next;
        }
    }

    private static void AddSteps(Plot plot, IReadOnlyList<TimelinePoint> points, Func<TimelinePoint, double> value, string name, Color color, float width)
    {
        var line = plot.Add.Scatter(points.Select(point => point.Progress).ToArray(), points.Select(value).ToArray());
        line.ConnectStyle = ConnectStyle.StepHorizontal;
        line.Color = color;
        line.LineWidth = width;
        line.MarkerSize = 0;
        line.LegendText = name;
    }
}
