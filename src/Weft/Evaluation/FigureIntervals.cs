using Weft.Evaluation.Measures;

namespace Weft.Evaluation;

/// <summary>Intervals among named figures: that of <c>accuracy</c> is <c>accuracyLow</c> and <c>accuracyHigh</c>.</summary>
internal static class FigureIntervals
{
    private const string Low = "Low";
    private const string High = "High";

    /// <summary>Adds the ends of a figure's interval.</summary>
    public static void Add(Figures figures, string name, Interval interval)
    {
        figures.Add(name + Low, interval.Low);
        figures.Add(name + High, interval.High);
    }

    /// <summary>Whether a figure is an end of an interval that is among the figures.</summary>
    public static bool IsEnd(Figures figures, string name) => new[] { Low, High }.Any(end =>
        name.EndsWith(end, StringComparison.Ordinal) && Of(figures, name[..^end.Length]) is not null);

    /// <summary>The interval of a figure in words, <c> (73.9-78.8)</c> where it is a share, in percent; empty where there is none.</summary>
    public static string Words(Figures? figures, string name)
    {
        return Of(figures, name) is { } interval ? $" ({End(interval.Low)}-{End(interval.High)})" : "";

        // The figure before has the sign.
        string End(double value) => new NamedFigure(name, value).Number.TrimEnd('%', ' ');
    }

    private static Interval? Of(Figures? figures, string name) =>
        figures?[name + Low] is { } low && figures[name + High] is { } high ? new Interval(low, high) : null;
}
