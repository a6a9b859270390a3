using MathNet.Numerics.Distributions;

namespace Weft.Experiments.Comparisons.Statistics;

/// <summary>
/// The paired t-test (Student 1908): whether the mean of differences between pairs is other than zero, and where it lies with 95 % confidence.
/// </summary>
/// <param name="Count">Pairs.</param>
/// <param name="Mean">The mean difference.</param>
/// <param name="Deviation">The differences' standard deviation, divided by pairs - 1; null for fewer than two.</param>
/// <param name="Low">The lower end of the 95 % confidence interval of the mean; null for fewer than two pairs.</param>
/// <param name="High">The upper end.</param>
/// <param name="PValue">
/// Two-sided: how probable a mean as far from zero is where there is no difference; null for fewer than two pairs. Where all differences are the
/// same the interval is a point, and this is 1 for no difference and 0 otherwise.
/// </param>
internal sealed record PairedTTest(int Count, double Mean, double? Deviation, double? Low, double? High, double? PValue)
{
    private const double UpperTail = 0.975;

    /// <summary>Tests.</summary>
    /// <param name="differences">One for each pair; null comes back where there are none.</param>
    public static PairedTTest? Of(IReadOnlyList<double> differences)
    {
        if (Spread.Of(differences) is not { } spread)
            return null;
        if (spread.Deviation is not { } deviation)
            return new PairedTTest(spread.Count, spread.Mean, null, null, null, null);
        var (degrees, error) = (spread.Count - 1, deviation / Math.Sqrt(spread.Count));
        var reach = StudentT.InvCDF(location: 0, scale: 1, degrees, UpperTail) * error;
        var probability = error > 0 ? 2 * StudentT.CDF(location: 0, scale: 1, degrees, -Math.Abs(spread.Mean / error))
            : spread.Mean == 0 ? 1 : 0;
        return new PairedTTest(spread.Count, spread.Mean, deviation, spread.Mean - reach, spread.Mean + reach, Math.Min(1, probability));
    }
}
