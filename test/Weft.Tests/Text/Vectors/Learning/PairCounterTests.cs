using Weft.Foundation;
using Weft.Foundation.Counting;
using Weft.Tests.Support;
using Weft.Text.Vectors.Learning;

namespace Weft.Tests.Text.Vectors.Learning;

public sealed class PairCounterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(15, 1 << 20, false)]
    [InlineData(15, 4000, true)]
    [InlineData(2, 600, true)]
    public void Counts_are_those_of_a_brute_force_twin_with_and_without_spilling(int window, int memoryBytes, bool spills)
    {
        var lines = Lines(words: 23, lines: 200);
        using var counter = new PairCounter(_folder.Path, window, memoryBytes);
        foreach (var line in lines)
        {
            foreach (var word in line)
                counter.Add(word);
            counter.EndLine();
        }

        var found = counter.Pairs().ToList();

        Assert.Equal(spills, counter.Shards > 1);
        Assert.Equal(found.OrderBy(pair => pair.Key).Select(pair => pair.Key).Distinct(), found.Select(pair => pair.Key));
        var both = found.SelectMany(pair => new[] { (pair.First, pair.Second, pair.Count), (pair.Second, pair.First, pair.Count) }).DistinctBy(pair => (pair.Item1, pair.Item2));
        var expected = BruteForce(lines, window);
        Assert.Equal(expected.Count, both.Count());
        Assert.All(both, pair => Assert.Equal(expected[(pair.Item1, pair.Item2)], pair.Count, 9));
    }

    [Fact]
    public void More_shards_than_a_merge_takes_are_merged_in_rounds()
    {
        var lines = Lines(words: 300, lines: 700);
        using var counter = new PairCounter(_folder.Path, 3, 16 * 100);
        foreach (var line in lines)
        {
            foreach (var word in line)
                counter.Add(word);
            counter.EndLine();
        }

        var found = counter.Pairs().ToList();

        Assert.InRange(counter.Shards, 150, int.MaxValue);
        var expected = BruteForce(lines, 3);
        Assert.Equal(expected.Keys.Count(key => key.Item1 <= key.Item2), found.Count);
        Assert.All(found, pair => Assert.Equal(expected[(pair.First, pair.Second)], pair.Count, 9));
    }

    [Fact]
    public void A_word_beside_itself_counts_for_both_sides_and_a_new_line_has_no_context()
    {
        using var counter = new PairCounter(_folder.Path, 15, 1 << 16);
        counter.Add(7);
        counter.Add(7);
        counter.EndLine();
        counter.Add(7);

        Assert.Equal([new PairCount<double>(PairKey.Of(7, 7), 2)], counter.Pairs());
    }

    [Theory]
    [InlineData(1 << 20, 1)]
    [InlineData(16_000, 2)]
    public void Shuffling_keeps_every_pair_and_leaves_none_where_it_was(int memoryBytes, int leastBuckets)
    {
        var pairs = Enumerable.Range(0, 5000).Select(i => new TrainingPair(i, i + 1, i, 1)).ToList();
        using var shuffler = new PairShuffler(_folder.Path, pairs.Count, memoryBytes, seed: 1);
        pairs.ForEach(shuffler.Add);

        var bytes = File.ReadAllBytes(shuffler.Write());

        var words = Enumerable.Range(0, pairs.Count).Select(i => BitConverter.ToInt32(bytes, i * TrainingPair.Bytes)).ToList();
        Assert.True(shuffler.Buckets >= leastBuckets);
        Assert.Equal(pairs.Select(pair => pair.Word), words.Order());
        Assert.InRange(words.Where((word, i) => word == i).Count(), 0, 12);
        // Far and near ones mix: the mean distance of a random order is a third of the length.
        Assert.InRange(words.Select((word, i) => Math.Abs(word - i)).Average(), 1500, 1850);
    }

    public void Dispose() => _folder.Dispose();

    private static List<int[]> Lines(int words, int lines)
    {
        var random = RandomStream.For(4, "lines");
        return [.. Enumerable.Range(0, lines).Select(_ => Enumerable.Range(0, random.NextInt32(30)).Select(_ => random.NextInt32(words)).ToArray())];
    }

    private static Dictionary<(int, int), double> BruteForce(List<int[]> lines, int window)
    {
        var counts = new Dictionary<(int, int), double>();
        foreach (var line in lines)
        {
            for (var i = 0; i < line.Length; i++)
            {
                for (var j = 0; j < line.Length; j++)
                {
                    if (i != j && Math.Abs(i - j) <= window)
                        counts[(line[i], line[j])] = counts.GetValueOrDefault((line[i], line[j])) + 1.0 / Math.Abs(i - j);
                }
            }
        }
        return counts;
    }
}
