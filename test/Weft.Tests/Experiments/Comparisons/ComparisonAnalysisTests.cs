using Weft.Experiments.Comparisons;
using Weft.Experiments.Comparisons.Planning;
using Weft.Experiments.Comparisons.Statistics;

namespace Weft.Tests.Experiments.Comparisons;

public class ComparisonAnalysisTests
{
    [Fact]
    public void Figures_are_those_that_the_hand_works_out()
    {
        // The variant sees twice the tokens in the time and is 0.5 better at every time, 0.5 better in seed 2 by one more.
        var result = Analyse(
            ["a", "b"],
            Done("a", 1, (100, 10, 6), (400, 40, 4)), Done("a", 2, (100, 10, 6), (400, 40, 4)),
            Done("b", 1, (200, 10, 5.5), (800, 40, 3.5)), Done("b", 2, (200, 10, 5), (800, 40, 3)));

        var (a, b) = (result.Variants[0], result.Variants[1]);
        Assert.Equal((2, 4.0, 0.0), (a.Loss!.Count, a.Loss.Mean, a.Loss.Deviation!.Value));
        Assert.Equal(3.25, b.Loss!.Mean);
        Assert.Equal(Math.Exp(3.25), b.Perplexity!.Value, 1e-12);
        Assert.Null(a.AtEnd);
        Assert.Equal([-0.5, -1.0], b.AtEnd!.Seeds.Select(seed => seed.Value!.Value));
        Assert.Equal(-0.75, b.AtEnd.Test.Mean);
        // t = -0.75 / (sqrt(1/8) / sqrt(2)) = -3 with one degree of freedom: p = 1 - 2 atan(3) / pi.
        Assert.Equal(1 - 2 * Math.Atan(3) / Math.PI, b.AtEnd.Test.PValue!.Value, 1e-9);
        Assert.Equal(b.AtEnd.Test.PValue, b.AtEnd.HolmPValue);
        Assert.Equal([-0.5, -1.0], b.AtEqualTime!.Seeds.Select(seed => seed.Value!.Value));
        // At 400 tokens the variant is half of its way: 4.5 and 4.
        Assert.Equal([0.5, 0.0], b.AtEqualTokens!.Seeds.Select(seed => Math.Round(seed.Value!.Value, 12)));
        // It had 4 after three quarters of its way from 5.5 to 3.5, and after half of that from 5 to 3: 10 * 4^0.75 and 10 * 4^0.5 seconds of 40.
        Assert.Equal([Math.Pow(4, -0.25), 0.5], b.TimeToFinalLoss!.Seeds.Select(seed => Math.Round(seed.Value!.Value, 12)), new Near());
        Assert.Equal(2, b.TimeToFinalLoss.Reached);
    }

    [Fact]
    public void Bits_a_byte_compare_where_losses_do_not()
    {
        var result = Analyse(
            ["a", "b"], Done("a", 1, (10, 1, 5)) with { BitsPerByte = 1.5 }, Done("a", 2, (10, 1, 5)) with { BitsPerByte = 2 },
            Done("b", 1, (10, 1, 4)) with { BitsPerByte = 1.25, Signature = "bpe:0123" }, Done("b", 2, (10, 1, 4)) with { Signature = "bpe:0123" });

        Assert.Equal("bits/byte", ComparisonTable.Of(result)[0].Columns[5]);
        Assert.Equal(["1.7500", "1.2500"], ComparisonTable.Of(result)[0].Rows.Select(row => row[5]));
        Assert.NotNull(result.Variants[1].Incomparable);
    }

    [Fact]
    public void A_loss_that_is_never_reached_counts_as_such()
    {
        var result = Analyse(
            ["a", "b"], Done("a", 1, (10, 1, 5), (20, 2, 4)), Done("a", 2, (10, 1, 5), (20, 2, 4)),
            Done("b", 1, (10, 1, 5), (20, 2, 4.5)), Done("b", 2, (10, 1, 5), (20, 2, 4)));

        Assert.Equal([null, 1.0], result.Variants[1].TimeToFinalLoss!.Seeds.Select(seed => seed.Value));
        Assert.Equal((1, 1.0), (result.Variants[1].TimeToFinalLoss!.Reached, result.Variants[1].TimeToFinalLoss!.MeanShare));
        Assert.Contains("100 % in 1 of 2 seeds, else not reached", ComparisonTable.Of(result)[1].Rows[1]);
    }

    [Fact]
    public void Where_the_baseline_over_fits_the_time_to_its_lowest_loss_is_what_counts()
    {
        var result = Analyse(
            ["a", "b"], Done("a", 1, (10, 1, 5), (40, 4, 3), (100, 10, 5)), Done("b", 1, (10, 1, 5), (20, 2, 3), (100, 10, 6)));

        var (a, b) = (result.Variants[0], result.Variants[1]);
        Assert.Equal((0.1, 1.0), (a.TimeToFinalLoss!.MeanShare, a.TimeToBestLoss!.MeanShare));
        Assert.Equal((0.1, 0.5), (b.TimeToFinalLoss!.MeanShare, b.TimeToBestLoss!.MeanShare));
        Assert.Null(a.AtEnd);
        Assert.Equal(["10 %", "50 %"], ComparisonTable.Of(result)[1].Rows[1].Skip(5));
        Assert.Equal(["a first had its last loss after 10 % of its time and then over-fitted: compare the times to its lowest loss."], ComparisonTable.NotesOf(result));
    }

    [Fact]
    public void One_seed_has_neither_interval_nor_probability()
    {
        var result = Analyse(["a", "b"], Done("a", 1, (10, 1, 5)), Done("b", 1, (10, 1, 4)));

        Assert.Equal(
            ["b", "1", "4.0000", "4.0000", "54.60", "-", "10", "-1.0000 (one seed)", "-", "-"], ComparisonTable.Of(result)[0].Rows[1]);
    }

    [Fact]
    public void A_seed_that_failed_in_one_is_left_out_of_the_pairs_and_named()
    {
        var result = Analyse(
            ["a", "b"], Done("a", 1, (10, 1, 5)), Done("a", 2, (10, 1, 5)), Done("b", 1, (10, 1, 4)),
            Done("b", 2, (10, 1, 1)) with { State = ArmState.Failed, Error = "broken" });

        Assert.Equal([1L], result.Variants[1].AtEnd!.Seeds.Select(seed => seed.Seed));
        Assert.Equal(4, result.Variants[1].Loss!.Mean);
        Assert.Equal("1 of 2, 1 failed", ComparisonTable.Of(result)[0].Rows[1][1]);
        Assert.Contains("b, seed 2 failed: broken", ComparisonTable.NotesOf(result));
        Assert.Equal((1, 3, false), (result.Failed, result.Done, result.Interrupted));
    }

    [Fact]
    public void Seeds_without_a_measurement_in_time_are_left_out_and_counted()
    {
        // The third baseline ends before the variant was first measured.
        var result = Analyse(
            ["a", "b"], Done("a", 1, (10, 1, 5)), Done("a", 2, (10, 1, 5)), Done("a", 3, (4, 1, 5)),
            Done("b", 1, (10, 1, 4)), Done("b", 2, (10, 1, 4)), Done("b", 3, (10, 1, 4)));

        Assert.Equal([-1.0, -1.0, null], result.Variants[1].AtEqualTokens!.Seeds.Select(seed => seed.Value));
        Assert.Equal("-1.0000 [-1.0000, -1.0000] (2 of 3 seeds)", ComparisonTable.Of(result)[1].Rows[1][3]);
        Assert.Equal("-1.0000 [-1.0000, -1.0000]", ComparisonTable.Of(result)[1].Rows[1][1]);
    }

    [Fact]
    public void Losses_with_another_signature_are_not_compared()
    {
        var result = Analyse(["a", "b"], Done("a", 1, (10, 1, 5)), Done("b", 1, (10, 1, 4)) with { Signature = "bytes" });

        Assert.Null(result.Variants[1].AtEnd);
        Assert.Equal(["b cannot be compared: its losses are measured otherwise: bytes, the baseline's: words."], ComparisonTable.NotesOf(result));
    }

    [Fact]
    public void Probabilities_are_corrected_over_the_variants()
    {
        ArmResult[] Variant(string name, double first, double second) => [Done(name, 1, (10, 1, 5 + first)), Done(name, 2, (10, 1, 5 + second))];
        var result = Analyse(["a", "b", "c"], [.. Variant("a", 0, 0), .. Variant("b", -1, -1.1), .. Variant("c", -1, -1.5)]);

        var (b, c) = (result.Variants[1].AtEnd!, result.Variants[2].AtEnd!);
        Assert.True(b.Test.PValue < c.Test.PValue);
        Assert.Equal(2 * b.Test.PValue!.Value, b.HolmPValue!.Value, 1e-12);
        Assert.Equal(Math.Max(b.HolmPValue.Value, c.Test.PValue!.Value), c.HolmPValue!.Value, 1e-12);
    }

    [Fact]
    public void Only_a_task_that_has_a_perplexity_is_compared_with_one()
    {
        var arm = Done("a", 1, (10, 1, 5)) with { Perplexity = null };

        Assert.Null(Analyse(["a"], arm, arm with { Seed = 2 }).Variants[0].Perplexity);
    }

    [Fact]
    public void Weights_that_are_kept_are_compared_on_test()
    {
        ArmResult Kept(string variant, long seed, double validation, double? test) => Done(variant, seed, (10, 1, 5)) with { Kept = new KeptFigure("accuracy", validation, test) };

        var result = Analyse(["a", "b"], Kept("a", 1, 0.9, 0.80), Kept("a", 2, 0.9, 0.82), Kept("b", 1, 0.8, 0.84), Kept("b", 2, 0.8, 0.88));

        var kept = result.Variants[1].Kept!;
        Assert.Equal((0.8, 0.86), (kept.Validation!.Mean, Math.Round(kept.Test!.Mean, 12)));
        Assert.Equal([0.04, 0.06], kept.Difference!.Seeds.Select(seed => Math.Round(seed.Value!.Value, 12)));
        Assert.Equal(kept.Difference.Test.PValue, kept.Difference.HolmPValue);
        var table = ComparisonTable.Of(result)[2];
        Assert.Equal("The weights that are kept, best on validation: accuracy; differences to a on test: above 0 is better", table.Title);
        Assert.Equal(["a", "0.9000 ± 0.0000", "0.8100 ± 0.0141", "baseline", "-", "-"], table.Rows[0]);
        Assert.StartsWith("+0.0500 [", table.Rows[1][3], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_test_split_weights_are_compared_on_validation_and_losses_are_better_below()
    {
        ArmResult Kept(string variant, double validation) => Done(variant, 1, (10, 1, 5)) with { Kept = new KeptFigure("loss", validation, null) };

        var table = ComparisonTable.Of(Analyse(["a", "b"], Kept("a", 5), Kept("b", 4)))[2];

        Assert.Equal("The weights that are kept, best on validation: loss; differences to a on validation: below 0 is better", table.Title);
        Assert.Equal(["b", "4.0000", "-", "-1.0000 (one seed)", "-", "-"], table.Rows[1]);
    }

    private static ArmResult Done(string variant, long seed, params (long Tokens, double Seconds, double Loss)[] curve) => new()
    {
        Variant = variant,
        Seed = seed,
        Folder = "",
        State = ArmState.Done,
        Loss = curve[^1].Loss,
        Perplexity = Math.Exp(curve[^1].Loss),
        BestLoss = curve.Min(point => point.Loss),
        Signature = "words",
        Tokens = curve[^1].Tokens,
        Seconds = curve[^1].Seconds,
        TokensPerSecond = curve[^1].Tokens / curve[^1].Seconds,
        Curve = [.. curve.Select(point => new LossPoint(point.Tokens, point.Tokens, point.Seconds, point.Loss))],
    };

    private static ComparisonResult Analyse(string[] variants, params ArmResult[] arms) => ComparisonAnalysis.Of(
        new ComparisonPlan("out", variants[0], [.. variants.Select(name => new Variant(name, []))], [1, 2], [], 1), arms);

    private sealed class Near : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-9;

        public int GetHashCode(double obj) => 0;
    }
}
