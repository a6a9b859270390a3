using Weft.Evaluation.Measures;
using Weft.Tasks.Classification.Scores;

namespace Weft.Tests.Tasks.Classification.Scores;

/// <summary>Which classes stand for numbers, and how numbers go together.</summary>
public sealed class ScoreBinsTests
{
    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(1.25, 0, 0.25)]
    [InlineData(2, 1, 0)]
    [InlineData(3, 1, 1)]
    [InlineData(-7, 0, 0)]
    [InlineData(99, 1, 1)]
    public void A_score_is_shared_by_the_two_values_around_it(double score, int lower, double above) =>
        Assert.Equal((lower, above), new ScoreBins([1, 2, 3]).Place(score));

    [Fact]
    public void The_mean_under_the_shares_is_the_score()
    {
        var bins = new ScoreBins([-1, 0.5, 2, 3.5]);
        foreach (var score in (double[])[-1, -0.3, 0.5, 1.9, 3.5])
        {
            var shares = new double[4];
            var (lower, above) = bins.Place(score);
            (shares[lower], shares[lower + 1]) = (1 - above, above);
            Assert.Equal(score, bins.ScoreOf(shares), 1e-12);
        }
        Assert.Equal(bins.Names, ScoreBins.Of(bins.Names).Names);
    }

    [Fact]
    public void Correlations_are_the_known_ones()
    {
        // Anscombe's first set (1973): 0.81642. Ranks worked out by hand.
        double[] x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5], y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];

        Assert.Equal(0.81642, Correlation.Pearson(x, y), 1e-5);
        Assert.Equal([2.5, 1, 2.5, 4], Correlation.Ranks([3, 1, 3, 8]));
        // 1 - 6 * (1 + 1) / (4 * 15) for places that differ in two neighbours alone.
        Assert.Equal(0.8, Correlation.Pearson(Correlation.Ranks([1, 2, 3, 4]), Correlation.Ranks([5, 9, 7, 20])), 1e-12);
        Assert.Equal(0, Correlation.Pearson([1, 2, 3], [4, 4, 4]));
        // A pair that counts twice is there twice.
        Assert.Equal(Correlation.Pearson([1, 2, 2, 5], [2, 1, 1, 3]), Correlation.Pearson([1, 2, 5], [2, 1, 3], [1, 2, 1]), 1e-12);
    }
}
