using Weft.Evaluation.Measures;

namespace Weft.Evaluation;

/// <summary>The figures that a program brought, in one measurement.</summary>
/// <param name="metrics">What to measure.</param>
internal sealed class OwnFigures(IReadOnlyList<OwnMetric> metrics)
{
    private readonly List<(string Name, ITokenMetric Metric)> _all = [.. metrics.Select(metric => (metric.Name, metric.Make()))];

    /// <summary>Hands a target to each.</summary>
    public void Take(ScoredToken token)
    {
        foreach (var (_, metric) in _all)
            metric.Take(token);
    }

    /// <summary>What they come to; null where there are none.</summary>
    /// <exception cref="InvalidOperationException">A value is no finite number.</exception>
    public Figures? Report()
    {
        if (_all.Count == 0)
            return null;
        var figures = new Figures();
        foreach (var (name, metric) in _all)
        {
            var value = metric.Value;
            if (value is { } number && !double.IsFinite(number))
                throw new InvalidOperationException($"The metric {name} ({metric.GetType()}) came to {number}; it must be a finite number, or null where it cannot be said.");
            figures.Add(name, value);
        }
        return figures;
    }
}
