using Weft.Sampling.Thinning;

namespace Weft.Tests.Sampling.Thinning;

public class TokenThinningTests
{
    [Fact]
    public void The_limit_finds_the_words_that_make_half_of_the_targets_and_these_are_kept_by_half()
    {
        var thinning = Learned(new ThinningOptions { Keep = 0.5 });
        // Words 0 to 3 cost 1, 2, 3, 4; they are a tenth, four tenths, four tenths and a tenth of all.
        var targets = Text();
        var (rows, weights) = thinning.Choose(targets, key: 99);
        var kept = rows.Zip(weights, (row, weight) => (Word: targets[row], Weight: weight)).ToLookup(row => row.Word);

        Assert.InRange(thinning.Limit, 2, 3);
        Assert.All(kept[0].Concat(kept[1]), row => Assert.Equal(2, row.Weight));
        Assert.All(kept[2].Concat(kept[3]), row => Assert.Equal(1, row.Weight));
        Assert.Equal(targets.Count(target => target >= 2), kept[2].Count() + kept[3].Count());
        Assert.InRange(kept[0].Count() + kept[1].Count(), 220, 280);
        Assert.Equal(rows.Order(), rows);
    }

    [Fact]
    public void The_limit_begins_at_the_mean_loss_of_the_first_batch()
    {
        var thinning = new TokenThinning(new ThinningOptions { Keep = 0.5 }, vocabulary: 5, seed: 1);
        thinning.Observe([0, 1], [1, 1], [6, 8]);

        Assert.Equal(7, thinning.Limit);
    }

    [Fact]
    public void The_weights_of_what_is_kept_add_up_to_all_on_the_average()
    {
        var thinning = Learned(new ThinningOptions { Keep = 0.25 });
        var targets = Text();
        var mean = Enumerable.Range(0, 400).Average(key => thinning.Choose(targets, key).Weights.Sum());

        // Five standard errors: each of 500 easy targets has the variance 1 / p - 1 = 3.
        Assert.Equal(targets.Length, mean, 5 * Math.Sqrt(500 * 3 / 400.0));
    }

    [Fact]
    public void The_same_key_keeps_the_same_rows_and_words_that_were_never_seen_stay()
    {
        var thinning = Learned(new ThinningOptions { Keep = 0.5 });

        Assert.Equal(thinning.Choose(Text(), 3).Rows, thinning.Choose(Text(), 3).Rows);
        Assert.NotEqual(thinning.Choose(Text(), 3).Rows, thinning.Choose(Text(), 4).Rows);
        Assert.Equal([0L, 2], thinning.Choose([4, -100, 4], 3).Rows);
    }

    [Fact]
    public void Rows_without_a_target_go_and_where_chance_leaves_none_all_others_stay()
    {
        var thinning = Learned(new ThinningOptions { Keep = 0.25 });

        Assert.All(Enumerable.Range(0, 50), key =>
        {
            var (rows, weights) = thinning.Choose([-100, 0], key);
            Assert.Equal([1L], rows);
            Assert.Contains(weights[0], new[] { 1f, 4f });
        });
    }

    private static TokenThinning Learned(ThinningOptions options)
    {
        var thinning = new TokenThinning(options, vocabulary: 5, seed: 1);
        for (var batch = 0; batch < 300; batch++)
        {
            var targets = Text();
            var (rows, weights) = thinning.Choose(targets, batch);
            long[] kept = [.. rows.Select(row => targets[row])];
            thinning.Observe(kept, weights, [.. kept.Select(target => 1f + target)]);
        }
        return thinning;
    }

    private static long[] Text() => [.. Enumerable.Range(0, 1000).Select(i => (i % 10) switch { 0 => 0L, < 5 => 1, < 9 => 2, _ => 3 })];
}
