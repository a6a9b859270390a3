using Weft.Foundation;
using Weft.Sampling.Dynamic;

namespace Weft.Tests.Sampling.Dynamic;

public class ChunkScoresTests
{
    private static readonly DynamicOptions Options = new() { ComplexityBuckets = 2 };

    [Fact]
    public void An_excess_is_an_average_over_what_a_loss_was_above_the_mean_of_its_time()
    {
        var statistics = new ChunkStatistics(4, Options);
        // The mean of the first batch is 5. It then is 5 + (0 + 0) / 1000, and the second batch has the mean 3 - which is no matter.
        statistics.Observe([0, 1], [6, 4]);
        statistics.Observe([0, 2], [4, 2]);

        Assert.Equal([0.5f * -1 + 0.5f * 1, -1, -3, 0], statistics.Excesses.ToArray());
        Assert.Equal([2, 1, 1, 0], statistics.Visits.ToArray());
        // The mean has moved by the two differences of the second batch: (-1 - 3) / 1000.
        statistics.Observe([3], [5]);
        Assert.Equal(0.004, statistics.Excesses[3], 1e-6);
    }

    [Fact]
    public void A_score_is_the_place_among_chunks_of_like_complexity()
    {
        var statistics = new ChunkStatistics(6, Options);
        // Chunks 0 to 2 are simple, 3 to 5 complex. All complex ones cost more, which does not make them hard.
        var scores = new BucketScores([1, 1.1f, 1.2f, 9, 9.1f, 9.2f], _ => true, 2);
        statistics.Observe([0, 1, 2, 3, 4, 5], [2, 1, 3, 8, 9, 7]);
        scores.Update(statistics);

        Assert.Equal([0.5f, 1 / 6f, 5 / 6f, 0.5f, 5 / 6f, 1 / 6f], statistics.Scores.ToArray());
    }

    [Fact]
    public void A_chunk_that_was_never_seen_is_hardest_and_one_that_is_not_used_has_no_score()
    {
        var statistics = new ChunkStatistics(4, Options);
        var scores = new BucketScores([1, 1, 1, 1], chunk => chunk != 3, 1);
        statistics.Observe([0, 1], [2, 1]);
        scores.Update(statistics);

        Assert.Equal([0.75f, 0.25f, 1, 0], statistics.Scores.ToArray());
    }

    [Fact]
    public void What_stays_hard_without_progress_is_capped_and_is_not_dropped()
    {
        const int count = 20;
        var statistics = new ChunkStatistics(count, Options);
        var scores = new BucketScores(new float[count], _ => true, 1);
        long[] chunks = [.. Enumerable.Range(0, count).Select(i => (long)i)];
        var losses = Enumerable.Range(0, count).Select(i => 1 + 0.01f * i).ToArray();
        var capped = new List<bool>();
        for (var visit = 0; visit < 6; visit++)
        {
            // All make progress but the hardest one.
            for (var i = 0; i < count - 1; i++)
                losses[i] *= 0.9f;
            losses[^1] = 9 - 0.001f * visit;
            statistics.Observe(chunks, losses);
            scores.Update(statistics);
            capped.Add(statistics.IsStuck(count - 1));
        }

        // The first visit has nothing to compare with; then there are three without progress.
        Assert.Equal([false, false, false, true, true, true], capped);
        Assert.Equal(0.5f, statistics.Scores[count - 1]);
        Assert.Equal(1, Enumerable.Range(0, count).Count(chunk => statistics.IsStuck(chunk)));
        // Progress frees it.
        losses[^1] = 5;
        statistics.Observe(chunks, losses);
        Assert.False(statistics.IsStuck(count - 1));
    }

    [Fact]
    public void Permuted_scores_are_the_same_scores_of_other_chunks()
    {
        const int count = 100;
        var statistics = new ChunkStatistics(count, Options);
        var scores = new BucketScores(new float[count], chunk => chunk != 5, 1);
        statistics.Observe([.. Enumerable.Range(0, count).Select(i => (long)i)], [.. Enumerable.Range(0, count).Select(i => (float)i)]);
        scores.Update(statistics);
        var before = statistics.Scores.ToArray();
        scores.Permute(statistics, RandomStream.For(1, "test"));
        var after = statistics.Scores.ToArray();

        Assert.Equal(before.Order(), after.Order());
        Assert.Equal(0, after[5]);
        Assert.InRange(before.Zip(after).Count(pair => pair.First == pair.Second), 1, 10);
    }

    [Fact]
    public void Statistics_take_at_most_24_bytes_a_chunk() =>
        Assert.InRange(new ChunkStatistics(1000, Options).Memory.Sum(entry => Buffer.ByteLength(entry.Values)), 1, 24_000);
}
