using Weft.Evaluation.Confusion;
using Weft.Evaluation.Measures;
using Weft.Foundation;
using Weft.Tests.Support;

namespace Weft.Tests.Evaluation.Confusion;

public sealed class ConfusionCountsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(4, 20, 3_000)] // three pairs in memory: over 64 files, merged on the way
    [InlineData(64, 33_278, 5_000)] // nearly every pair is new
    [InlineData(64, 3, 5_000)] // nine pairs: no file
    [InlineData(1 << 20, 300, 20_000)]
    public void Counts_are_exact_whatever_fits_into_memory(int places, int classes, int targets)
    {
        var random = RandomStream.For(6, "confusion", places);
        var expected = new Dictionary<(int, int), long>();
        using var counts = new ConfusionCounts(places, _folder.Path);
        for (var i = 0; i < targets; i++)
        {
            // Squares of random numbers: low ids are more frequent, as in a text.
            var (target, predicted) = (Skewed(ref random, classes), Skewed(ref random, classes));
            expected[(target, predicted)] = expected.GetValueOrDefault((target, predicted)) + 1;
            counts.Take(new ScoredToken(target, predicted, 0, 0, 0, 1, 0));
        }

        var found = counts.Read().Select(pair => (pair.First, pair.Second, pair.Count)).ToList();

        Assert.Equal(expected.OrderBy(pair => pair.Key).Select(pair => (pair.Key.Item1, pair.Key.Item2, pair.Value)), found);
        Assert.Equal(targets, found.Sum(pair => pair.Count));
    }

    [Theory]
    [InlineData(4, 20)] // blocks of four pairs: over 64 files
    [InlineData(1 << 10, 300)]
    public void Counts_of_workers_come_together_in_bounded_blocks(int places, int classes)
    {
        var expected = new SortedDictionary<(int, int), long>();
        var random = RandomStream.For(8, "confusion of workers", places);
        var targets = Enumerable.Range(0, 3_000).Select(_ => (Skewed(ref random, classes), Skewed(ref random, classes))).ToList();
        foreach (var pair in targets)
            expected[pair] = expected.GetValueOrDefault(pair) + 1;

        var found = WorkersInTurn.Run(workers =>
        {
            using var counts = new ConfusionCounts(places, _folder.Path);
            // The first has half of them, the last none.
            foreach (var (target, predicted) in targets.Where((_, i) => i % 2 == workers.Rank))
                counts.Take(new ScoredToken(target, predicted, 0, 0, 0, 1, 0));
            counts.Merge(workers);
            return counts.Read().Select(pair => ((pair.First, pair.Second), pair.Count)).ToList();
        });

        Assert.All(found, own => Assert.Equal(expected.Select(pair => (pair.Key, pair.Value)), own));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Temporary_files_are_bounded_in_number_and_go_in_the_end()
    {
        using (var counts = new ConfusionCounts(4, _folder.Path))
        {
            for (var i = 0; i < 1_000; i++)
            {
                counts.Take(new ScoredToken(i, i, 0, 0, 0, 1, 0));
                Assert.InRange(Directory.GetFiles(_folder.Path).Length, 0, 64);
            }
            // Elsewhere they have no name from the beginning.
            Assert.Equal(OperatingSystem.IsWindows(), Directory.GetFiles(_folder.Path).Length > 0);
            Assert.Equal(1_000, counts.Read().Count());
        }

        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private static int Skewed(ref RandomStream random, int classes)
    {
        var x = random.NextDouble();
        return (int)(x * x * classes);
    }
}
