using Weft.Experiments.Comparisons.Statistics;

namespace Weft.Tests.Experiments.Comparisons.Statistics;

public class StatisticsTests
{
    [Fact]
    public void The_paired_test_gives_what_Student_published()
    {
        // Student 1908, "The Probable Error of a Mean", section IX: additional hours of sleep by two drugs. t = 4.0621 with 9 degrees of
        // freedom, p = 0.002833, interval 0.7001142 to 2.4598858: also R's t.test(extra ~ group, sleep, paired = TRUE).
        double[] first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        double[] second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

        var test = PairedTTest.Of([.. second.Zip(first, (b, a) => b - a)])!;

        Assert.Equal(10, test.Count);
        Assert.Equal(1.58, test.Mean, 1e-12);
        Assert.Equal(1.229995, test.Deviation!.Value, 1e-6);
        Assert.Equal(0.7001142, test.Low!.Value, 1e-6);
        Assert.Equal(2.4598858, test.High!.Value, 1e-6);
        Assert.Equal(0.002833, test.PValue!.Value, 1e-6);
    }

    [Fact]
    public void Two_pairs_have_the_interval_and_the_probability_that_the_hand_works_out()
    {
        // With one degree of freedom the distribution is Cauchy's: its upper 2.5 % begin at tan(0.475 pi) = 12.7062, and
        // p = 1 - 2 atan(|t|) / pi. Mean -2, deviation sqrt(2), error 1, t = -2.
        var test = PairedTTest.Of([-1, -3])!;

        Assert.Equal(-2, test.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(2), test.Deviation!.Value, 1e-12);
        Assert.Equal(-2 - Math.Tan(0.475 * Math.PI), test.Low!.Value, 1e-6);
        Assert.Equal(-2 + Math.Tan(0.475 * Math.PI), test.High!.Value, 1e-6);
        Assert.Equal(1 - 2 * Math.Atan(2) / Math.PI, test.PValue!.Value, 1e-9);
    }

    [Fact]
    public void One_pair_has_a_difference_and_neither_interval_nor_probability() =>
        Assert.Equal(new PairedTTest(1, 0.5, null, null, null, null), PairedTTest.Of([0.5]));

    [Fact]
    public void No_pair_has_no_test() => Assert.Null(PairedTTest.Of([]));

    [Theory]
    [InlineData(0.1, 0)]
    [InlineData(0, 1)]
    public void Differences_that_are_all_the_same_have_a_point_as_interval(double difference, double probability) =>
        Assert.Equal(new PairedTTest(3, difference, 0, difference, difference, probability), PairedTTest.Of([difference, difference, difference]));

    [Fact]
    public void Spread_divides_by_one_less_than_the_count()
    {
        Assert.Equal(new Spread(3, 4, 2), Spread.Of([2, 4, 6]));
        Assert.Equal(new Spread(1, 7, null), Spread.Of([7]));
        Assert.Null(Spread.Of([]));
    }

    [Fact]
    public void Holm_multiplies_by_the_tests_that_are_left_and_never_lets_values_fall()
    {
        // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") = 0.03 0.06 0.06 0.02
        double?[] expected = [0.03, 0.06, 0.06, 0.02];

        Assert.Equal(expected, HolmCorrection.Correct([0.01, 0.04, 0.03, 0.005]).Select(value => (double?)Math.Round(value!.Value, 12)));
    }

    [Fact]
    public void Holm_stays_at_one_and_leaves_out_tests_that_could_not_be_made()
    {
        Assert.Equal([1.0, null, 0.5, 1.0], HolmCorrection.Correct([0.6, null, 0.5 / 3, 0.9]).Select(value => value is { } number ? Math.Round(number, 12) : value));
        Assert.Empty(HolmCorrection.Correct([]));
    }
}
