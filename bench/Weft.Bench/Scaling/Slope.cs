namespace Weft.Bench.Scaling;

/// <summary>With which power of a factor something grows: 1 doubles with it, 0 stays, -1 halves.</summary>
internal static class Slope
{
    /// <summary>The slope of the line through the logarithms of all points, by least squares; of two points, the line between them.</summary>
    /// <param name="points">The factor's value and what it led to; all above 0, and at least two different values.</param>
    public static double Of(params IReadOnlyList<(double Factor, double Value)> points)
    {
        var logarithms = points.Select(point => (X: Math.Log(point.Factor), Y: Math.Log(point.Value))).ToList();
        var (meanX, meanY) = (logarithms.Average(point => point.X), logarithms.Average(point => point.Y));
        return logarithms.Sum(point => (point.X - meanX) * (point.Y - meanY)) / logarithms.Sum(point => (point.X - meanX) * (point.X - meanX));
    }
}
