namespace Weft.Experiments.Comparisons.Statistics;

/// <summary>The mean of some values and how far they lie apart.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation, divided by count - 1; null for a single one.</param>
internal sealed record Spread(int Count, double Mean, double? Deviation)
{
    /// <summary>Of some values; null where there are none.</summary>
    public static Spread? Of(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
            return null;
        // Values that are all the same have exactly this mean, and no deviation from it by rounding.
        if (values.All(value => value == values[0]))
            return new Spread(values.Count, values[0], values.Count > 1 ? 0 : null);
        var mean = values.Average();
        return new Spread(values.Count, mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)));
    }
}
