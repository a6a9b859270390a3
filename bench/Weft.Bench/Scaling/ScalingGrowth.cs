namespace Weft.Bench.Scaling;

/// <summary>How figures grow with a factor, each as the power of it: see <see cref="Slope"/>.</summary>
internal sealed record ScalingGrowth(double TokensPerSecond, double StepMilliseconds, double Utilisation, double PeakResidentBytes)
{
    /// <summary>The growth over points of one series, or null where there is nothing to compare.</summary>
    public static ScalingGrowth? Over(params IReadOnlyList<ScalingPoint> points)
    {
        if (points.Count < 2)
            return null;
        double Of(Func<ScalingPoint, double> figure) => Slope.Of([.. points.Select(point => ((double)point.Value!.Value, figure(point)))]);
        return new ScalingGrowth(
            Of(point => point.TokensPerSecond),
            Of(point => point.StepMilliseconds),
            Of(point => point.Utilisation ?? point.Float32Utilisation),
            Of(point => point.PeakResidentBytes));
    }
}
