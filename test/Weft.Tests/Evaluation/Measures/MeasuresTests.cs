using Weft.Evaluation.Measures;

namespace Weft.Tests.Evaluation.Measures;

/// <summary>Each figure on a few targets, held to numbers that were worked out by hand.</summary>
public class MeasuresTests
{
    [Fact]
    public void Scores_are_means_of_sums()
    {
        var scores = Scores.Of(tokens: 4, correct: 1, topFive: 3, lossSum: 4 * Math.Log(10));

        Assert.Equal(Math.Log(10), scores.Loss, 1e-12);
        Assert.Equal(10, scores.Perplexity, 1e-9);
        Assert.Equal((4, 1, 3, 0.25, 0.75), (scores.Tokens, scores.Correct, scores.TopFive, scores.Accuracy, scores.TopFiveAccuracy));
        Assert.Equal(double.MaxValue, Scores.Of(1, 0, 0, 1000).Perplexity);
    }

    [Fact]
    public void The_calibration_error_is_the_mean_gap_of_the_bins()
    {
        var bins = new CalibrationBins();
        // Bin 10, from above 2/3 to 11/15: confidence 0.7 three times, right once; a gap of |1 - 2.1| = 1.1 of three predictions.
        bins.Take(Confident(0.7, rank: 0));
        bins.Take(Confident(0.7, rank: 1));
        bins.Take(Confident(0.7, rank: 9));
        // Bin 14: confidence 1 once, right; no gap. Bin 3, from above 0.2 to 4/15: 0.25 once, right; a gap of 0.75.
        bins.Take(Confident(1, rank: 0));
        bins.Take(Confident(0.25, rank: 0));

        var report = bins.Report();

        Assert.Equal((1.1 + 0 + 0.75) / 5, report.ExpectedError, 1e-12);
        Assert.Equal(15, report.BinCount);
        Assert.Equal([3, 10, 14], Enumerable.Range(0, 15).Where(bin => report.Bins[bin].Tokens > 0));
        Assert.Equal((3, 1), (report.Bins[10].Tokens, report.Bins[10].Correct));
        Assert.Equal(0.7, report.Bins[10].Confidence!.Value, 1e-12);
        Assert.Equal(1.0 / 3, report.Bins[10].Accuracy!.Value, 1e-12);
        Assert.Null(report.Bins[0].Confidence);
        Assert.Null(report.Bins[0].Accuracy);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1e-6, 0)]
    [InlineData(0.2, 2)] // 3/15: the upper bound of the third bin is its own
    [InlineData(0.2001, 3)]
    [InlineData(0.999, 14)]
    [InlineData(1, 14)]
    [InlineData(1.0000001, 14)] // a sum of rounded numbers may be a little too high
    public void Bins_are_equally_wide_and_hold_their_upper_bound(double confidence, int bin) => Assert.Equal(bin, CalibrationBins.BinOf(confidence));

    [Fact]
    public void Bands_are_decades_of_the_count_in_training()
    {
        var bands = new FrequencyBands([0, 1, 9, 10, 99, 1_000, 0]);
        foreach (var (target, loss, rank) in new[] { (1, 2.0, 0), (2, 4.0, 4), (3, 1.0, 5), (0, 7.0, 6), (5, 0.5, 0), (5, 1.5, 3) })
            bands.Take(new ScoredToken(target, 0, rank, loss, 0.5, 1, 0));

        var report = bands.Report();

        Assert.Equal(["0", "1-9", "10-99", "1,000-9,999"], report.Select(band => band.Label));
        Assert.Equal([(0, 0, 2), (1, 9, 2), (10, 99, 2), (1_000, 9_999, 1)], report.Select(band => (band.From, band.To, band.Types)));
        Assert.Equal([1, 2, 1, 2], report.Select(band => band.Scores.Tokens));
        Assert.Equal([7, 3, 1, 1], report.Select(band => band.Scores.Loss));
        Assert.Equal([0, 1, 0, 1], report.Select(band => band.Scores.Correct));
        Assert.Equal([0, 2, 0, 2], report.Select(band => band.Scores.TopFive));
        Assert.Equal(Math.Exp(3), report[1].Scores.Perplexity, 1e-9);
    }

    [Fact]
    public void The_highest_counts_have_a_band_too()
    {
        var bands = new FrequencyBands([long.MaxValue]);
        bands.Take(new ScoredToken(0, 0, 0, 1, 1, 1, 0));

        var band = Assert.Single(bands.Report());
        Assert.Equal((1_000_000_000_000_000_000, long.MaxValue), (band.From, band.To));
    }

    [Fact]
    public void Positions_count_the_tokens_that_were_seen()
    {
        var positions = new PositionLosses(4);
        foreach (var (position, loss) in new[] { (1, 3.0), (4, 1.0), (1, 5.0) })
            positions.Take(new ScoredToken(0, 0, 1, loss, 0.5, position, 0));

        Assert.Equal([(1, 2, 4.0), (4, 1, 1.0)], positions.Report().Select(found => (found.Position, found.Scores.Tokens, found.Scores.Loss)));
    }

    [Fact]
    public void Tags_come_by_frequency_and_those_without_targets_do_not()
    {
        var tags = new TagLosses(["NN", "VB", "JJ", "IN"]);
        foreach (var (tag, loss) in new[] { (3, 1.0), (0, 2.0), (3, 2.0), (1, 8.0) })
            tags.Take(new ScoredToken(0, 0, 0, loss, 0.5, 1, tag));

        Assert.Equal([("IN", 2, 1.5), ("NN", 1, 2.0), ("VB", 1, 8.0)], tags.Report().Select(tag => (tag.Tag, tag.Scores.Tokens, tag.Scores.Loss)));
    }

    [Fact]
    public void Without_tags_nothing_is_said_of_them()
    {
        var tags = new TagLosses([]);
        tags.Take(new ScoredToken(0, 0, 0, 1, 0.5, 1, 0));

        Assert.Empty(tags.Report());
    }

    private static ScoredToken Confident(double confidence, int rank) => new(0, 0, rank, 1, confidence, 1, 0);
}
