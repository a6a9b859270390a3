using Weft.Bench.Scaling;

namespace Weft.Tests.Bench;

public class SlopeTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(-0.5)]
    [InlineData(0)]
    public void A_power_law_has_its_power(double power) =>
        Assert.Equal(power, Slope.Of([.. new[] { 2.0, 3, 4, 8, 12 }.Select(factor => (factor, 7 * Math.Pow(factor, power)))]), 12);

    [Fact]
    public void Of_points_off_the_line_it_is_the_least_squares_slope()
    {
        // Logarithms base 2: (0, 0), (1, 2), (2, 1). Around their means (1, 1): (-1, -1), (0, 1), (1, 0); so 1 / 2.
        Assert.Equal(0.5, Slope.Of((1, 1), (2, 4), (4, 2)), 12);
    }

    [Fact]
    public void Every_series_has_the_base_and_rises()
    {
        Assert.All(ScalingSeries.All, series =>
        {
            Assert.Contains(series.Points, point => point.Shape == new ScalingShape());
            Assert.Equal(series.Points.Select(point => point.Value).Order().Distinct(), series.Points.Select(point => point.Value));
        });
    }
}
