using Weft.Experiments.Tuning;

namespace Weft.Tests.Experiments.Tuning;

public class RateCurveTests
{
    [Fact]
    public void The_smoothed_loss_is_that_of_a_hand_computation()
    {
        var curve = CurveOf((1, 2), (2, 4), (3, 4));

        // Weights 0.1 and 0.09 of a sum of 0.19; then 0.1, 0.09 and 0.081 of 0.271.
        Assert.Equal([2, (0.09 * 2 + 0.1 * 4) / 0.19, (0.081 * 2 + 0.19 * 4) / 0.271], curve.Points.Select(point => Math.Round(point.Smoothed, 12)), Near);
    }

    [Fact]
    public void The_suggested_rate_is_where_the_loss_falls_fastest()
    {
        // A fall from 9 to 5 that is steepest at 1e-3, and a rise beyond 1e-1.
        var curve = Along(exponent => 5 + 4 / (1 + Math.Exp(4 * (exponent + 3))) + Math.Exp(6 * (exponent + 0.5)));

        Assert.InRange(curve.SteepestRate()!.Value, 0.8e-3, 1.25e-3);
    }

    [Fact]
    public void Noise_does_not_move_it_far()
    {
        var curve = Along(exponent => 5 + 4 / (1 + Math.Exp(4 * (exponent + 3))) + 0.1 * Math.Sin(1000 * exponent));

        Assert.InRange(curve.SteepestRate()!.Value, 0.5e-3, 2e-3);
    }

    [Fact]
    public void A_first_batch_that_is_easy_by_chance_is_not_the_lowest_loss()
    {
        var curve = Along(exponent => exponent == -6 ? 4 : 5 + 4 / (1 + Math.Exp(4 * (exponent + 3))));

        Assert.InRange(curve.SteepestRate()!.Value, 0.8e-3, 1.25e-3);
    }

    [Fact]
    public void A_fall_after_the_lowest_loss_does_not_count()
    {
        // From 1 to 3 and steeply down to 2.
        var curve = Along(exponent => exponent < -4 ? 1 + (exponent + 6) * -0.01 : exponent < -1 ? 3 : 3 - (exponent + 1));

        Assert.InRange(curve.SteepestRate()!.Value, 1e-6, 1.5e-4);
    }

    [Fact]
    public void Where_the_loss_only_rises_nothing_is_suggested() => Assert.Null(Along(exponent => 5 + exponent).SteepestRate());

    [Fact]
    public void Too_few_steps_suggest_nothing() => Assert.Null(CurveOf((1, 3), (2, 2), (3, 1)).SteepestRate());

    [Fact]
    public void More_than_four_times_the_lowest_loss_is_divergence()
    {
        // After a first loss of 1 the smoothed one is 0.09 / 0.19 + 0.1 / 0.19 x: above 4 from x = 6.7 on.
        Assert.False(CurveOf((1, 1), (2, 6.69)).HasDiverged);
        Assert.True(CurveOf((1, 1), (2, 6.71)).HasDiverged);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_loss_that_is_not_finite_is_divergence_and_no_point(double loss)
    {
        var curve = CurveOf((1, 1), (2, loss));

        Assert.True(curve.HasDiverged);
        Assert.Single(curve.Points);
    }

    private static RateCurve CurveOf(params IEnumerable<(double Rate, double Loss)> steps)
    {
        var curve = new RateCurve();
        foreach (var (rate, loss) in steps)
            curve.Add(rate, loss);
        return curve;
    }

    /// <summary>Two hundred rates from 1e-6 to 1.</summary>
    private static RateCurve Along(Func<double, double> lossAt) => CurveOf(
        Enumerable.Range(0, 200).Select(i => -6 + 6 * i / 199.0).Select(exponent => (Math.Pow(10, exponent), lossAt(exponent))));

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < 1e-9;
}
