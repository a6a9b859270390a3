namespace Weft.Experiments.Tuning;

/// <summary>The losses of the learning-rate range test, and what they say of the rate.</summary>
internal sealed class RateCurve
{
    // About the last ten steps.
    private const double Smoothing = 0.9;

    // Above so many times the lowest smoothed loss there is nothing more to learn.
    private const double Divergence = 4;

    // A slope is that of a straight line through so many points on either side, and so many more for each hundred points.
    private const int FewestNeighbours = 4;
    private const int NeighboursInHundred = 4;

    private readonly List<RatePoint> _points = [];
    private double _mean;
    private double _weight;
    private double _best = double.PositiveInfinity;

    /// <summary>The steps so far.</summary>
    public IReadOnlyList<RatePoint> Points => _points;

    /// <summary>Whether the loss has gone up so far, or is not a number any more, that higher rates need not be tried.</summary>
    public bool HasDiverged { get; private set; }

    /// <summary>
    /// The step with the lowest smoothed loss, or null before the first. The first few do not count where there are more: a mean of one or
    /// two batches is low by chance.
    /// </summary>
    public RatePoint? Lowest => _points.Count == 0 ? null : _points[LowestIndex];

    /// <summary>How many points on either side a slope is taken over.</summary>
    public int Neighbours => Math.Max(FewestNeighbours, _points.Count * NeighboursInHundred / 100);

    /// <summary>Adds a step. The smoothed loss is the exponential mean, corrected for its start as Adam's are.</summary>
    public void Add(double rate, double loss)
    {
        if (!double.IsFinite(loss))
        {
            HasDiverged = true;
            return;
        }
        _mean = Smoothing * _mean + (1 - Smoothing) * loss;
        _weight = Smoothing * _weight + (1 - Smoothing);
        _points.Add(new RatePoint(rate, loss, _mean / _weight));
        _best = Math.Min(_best, _points[^1].Smoothed);
        HasDiverged |= _points[^1].Smoothed > Divergence * _best;
    }

    /// <summary>
    /// The rate at which the loss falls fastest for each tenfold rise of the rate, before the smoothed loss is lowest. Slopes are those of
    /// straight lines through neighbouring losses, which, unlike slopes of a running mean, do not lag behind. Null where the loss falls nowhere.
    /// </summary>
    public double? SteepestRate()
    {
        var (best, steepest) = (-1, 0.0);
        for (var i = Neighbours; i < _points.Count - Neighbours && i <= LowestIndex; i++)
        {
            var slope = Slope(i);
            if (slope < steepest)
                (best, steepest) = (i, slope);
        }
        return best < 0 ? null : _points[best].Rate;
    }

    private int LowestIndex
    {
        get
        {
            var first = _points.Count > Neighbours ? Neighbours : 0;
            return Enumerable.Range(first, _points.Count - first).MinBy(i => _points[i].Smoothed);
        }
    }

    /// <summary>Least squares of the losses against the rates' logarithms, around a point.</summary>
    private double Slope(int middle)
    {
        var near = _points.GetRange(middle - Neighbours, 2 * Neighbours + 1);
        var (meanRate, meanLoss) = (near.Average(point => Math.Log10(point.Rate)), near.Average(point => point.Loss));
        var products = near.Sum(point => (Math.Log10(point.Rate) - meanRate) * (point.Loss - meanLoss));
        return products / near.Sum(point => Math.Pow(Math.Log10(point.Rate) - meanRate, 2));
    }
}
