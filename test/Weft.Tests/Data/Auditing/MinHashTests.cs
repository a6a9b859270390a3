using Weft.Data.Auditing.Copies;
using Weft.Data.Auditing.Words;
using Weft.Foundation;

namespace Weft.Tests.Data.Auditing;

public class MinHashTests
{
    [Fact]
    public void The_jaccard_index_is_that_of_sets()
    {
        Assert.Equal(2.0 / 5, Shingles.Jaccard([1, 2, 3], [2, 3, 4, 5]), 1e-12);
        Assert.Equal(1, Shingles.Jaccard([7, 9], [7, 9]), 1e-12);
        Assert.Equal(0, Shingles.Jaccard([1], [2]), 1e-12);
    }

    [Fact]
    public void Shingles_are_the_different_runs_of_five_words()
    {
        // a b c d e a b c d e: abcde, bcdea, cdeab, deabc, eabcd, abcde again.
        Assert.Equal(5, Shingles.Of([1, 2, 3, 4, 5, 1, 2, 3, 4, 5]).Length);
        Assert.Single(Shingles.Of([1, 2, 3]));
        Assert.NotEqual(Shingles.Of([1, 2, 3]), Shingles.Of([3, 2, 1]));
        Assert.Empty(Shingles.Of([]));
    }

    [Fact]
    public void A_rolling_hash_depends_on_its_run_alone()
    {
        var words = Enumerable.Range(0, 50).Select(i => (uint)(i * i % 17)).ToArray();
        var hashes = new ulong[46];

        Assert.Equal(46, RollingHash.All(words, 5, hashes));

        for (var i = 0; i < 46; i++)
        {
            var alone = new ulong[1];
            RollingHash.All(words.AsSpan(i, 5), 5, alone);
            Assert.Equal(alone[0], hashes[i]);
        }
        Assert.Equal(0, RollingHash.All([1, 2], 5, []));
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void Signatures_agree_as_often_as_sets_do(double similarity)
    {
        // Of 1,000 elements of both together so many are in both.
        var random = RandomStream.For(1, "test");
        var agreeing = 0;
        for (var trial = 0; trial < 20; trial++)
        {
            var all = Enumerable.Range(0, 1_000).Select(_ => random.NextUInt64()).ToArray();
            var both = (int)(1_000 * similarity);
            var own = (1_000 - both) / 2;
            var (one, other) = (new uint[MinHash.Values], new uint[MinHash.Values]);
            MinHash.Sign(all.AsSpan(0, both + own), one);
            MinHash.Sign([.. all[..both], .. all[(both + own)..]], other);
            agreeing += one.Zip(other).Count(pair => pair.First == pair.Second);
        }

        // 2,560 values: four standard deviations.
        Assert.Equal(similarity, agreeing / 2_560.0, 4 * Math.Sqrt(similarity * (1 - similarity) / 2_560));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(0.95)]
    [InlineData(1)]
    public void Bands_find_what_is_at_the_threshold_and_are_as_wide_as_they_can(double threshold)
    {
        var bands = Bands.For(threshold);

        Assert.InRange(bands.Finds(threshold), 0.98, 1);
        Assert.InRange(bands.Count * bands.Rows, 1, MinHash.Values);
        if (bands.Rows < MinHash.Values)
            Assert.InRange(new Bands(MinHash.Values / (bands.Rows + 1), bands.Rows + 1).Finds(threshold), 0, 0.98);
    }

    [Fact]
    public void The_chance_of_a_candidate_is_the_s_curve() =>
        // 1 - (1 - 0.8^5)^20 (Mining of Massive Datasets, section 3.4.2).
        Assert.Equal(0.9996, new Bands(20, 5).Finds(0.8), 1e-4);

    [Fact]
    public void Groups_are_named_by_their_first_document()
    {
        var groups = new CopyGroups(6);
        groups.Join(4, 2);
        groups.Join(5, 4);
        groups.Join(3, 1);

        Assert.Equal([0, 1, 2, 1, 2, 2], Enumerable.Range(0, 6).Select(groups.FirstOf));
    }
}
