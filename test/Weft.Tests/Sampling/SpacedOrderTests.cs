using CsCheck;
using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Sampling;
using Weft.Sampling.Curriculum;
using Weft.Sampling.Structures;

namespace Weft.Tests.Sampling;

public class SpacedOrderTests
{
    private static readonly double[] Jitters = [0, 0.01, 0.05, 0.2, 0.5, 1];

    private static readonly Gen<(int Chunks, int Batch, double Jitter, int Seed)> Cases = Gen.Select(
        Gen.OneOf(Gen.Int[1, 4], Gen.Int[5, 100], Gen.Int[100, 1500]), Gen.Int[0, 9], Gen.Int[0, 5].Select(i => Jitters[i]), Gen.Int[0, 1000]);

    /// <summary>Counted by brute force: how many others were drawn between any two visits, also of epochs that are far apart.</summary>
    [Fact]
    public void A_chunk_comes_once_an_epoch_and_between_two_visits_lie_the_epochs_between_but_for_the_jitter() =>
        Cases.Sample(given =>
        {
            var (chunks, batch, jitter, seed) = given;
            var visits = Visits(Sampler(chunks, batch, jitter, seed), chunks, batch, epochs: 12);
            return visits.All(places => places.Select((place, epoch) => place / chunks == epoch).All(isInEpoch => isInEpoch) && places.Count == 12
                && places.Max() - places.Min() <= (11 + jitter) * chunks
                && Pairs(places, chunks).All(distance => Math.Abs(distance) <= (jitter * chunks) + 1e-9));
        });

    /// <summary>The same measurement of the random order, so that it is seen to see something.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public void A_random_order_has_no_such_distances(int batch)
    {
        var random = Visits(new UniformSampler(new ChunkOrders(1000, 1, batch), Competence.Full), 1000, batch, epochs: 3);
        var spaced = Visits(Sampler(1000, batch, 0.2, 1), 1000, batch, epochs: 3);

        Assert.InRange(random.Max(places => Pairs(places, 1000).Max(Math.Abs)), 900, 1000);
        // Chunks use the room that they have, in both directions, and are not always away from their place in the same one.
        var moved = spaced.SelectMany(places => Pairs(places, 1000)).ToList();
        Assert.InRange(moved.Max(), 100, 200);
        Assert.InRange(moved.Min(), -200, -100);
        Assert.InRange(moved.Average(Math.Abs), 20, 100);
    }

    [Theory]
    [InlineData(0, 0.05)]
    [InlineData(0, 0.5)]
    [InlineData(8, 0.05)]
    [InlineData(8, 0.5)]
    public void Batches_are_others_in_each_epoch_and_with_each_seed(int batch, double jitter)
    {
        const int size = 8, chunks = 2000;
        var sampler = Sampler(chunks, batch, jitter, seed: 1);
        List<HashSet<string>> epochs = [.. Enumerable.Range(0, 4).Select(_ => Batches()), [.. Drawn(Sampler(chunks, batch, jitter, seed: 2), size, chunks).Select(NameOf)]];

        for (var one = 0; one < epochs.Count; one++)
            Assert.All(epochs[..one], other => Assert.InRange(epochs[one].Intersect(other).Count(), 0, 3));

        HashSet<string> Batches() => [.. Drawn(sampler, size, chunks).Select(NameOf)];
    }

    [Fact]
    public void Who_shares_a_batch_with_whom_changes()
    {
        var sampler = Sampler(2000, 0, 0.05, seed: 3);
        var (first, second) = (Mates(Drawn(sampler, 8, 2000)), Mates(Drawn(sampler, 8, 2000)));

        // 50 chunks are near enough, so that about a seventh of the seven others may come again; in a fixed order all do.
        Assert.InRange(first.Intersect(second).Count() / (double)first.Count, 0, 0.25);
    }

    [Fact]
    public void An_order_without_jitter_is_that_of_every_epoch_and_of_its_seed_alone()
    {
        var (sampler, other) = (Sampler(100, 0, 0, seed: 1), Sampler(100, 0, 0, seed: 2));
        var first = Drawn(sampler, 8, 100).SelectMany(drawn => drawn).ToList();

        Assert.Equal(first, Drawn(sampler, 8, 100).SelectMany(drawn => drawn));
        Assert.NotEqual(first, Drawn(other, 8, 100).SelectMany(drawn => drawn));
        Assert.NotEqual(first, first.Order());
    }

    /// <summary>Every place has every chunk equally often over the seeds. Chi-square with 99 degrees of freedom exceeds 161 once in 10,000 cases.</summary>
    [Fact]
    public void Whatever_the_seed_no_chunk_is_early()
    {
        const int chunks = 10, seeds = 20_000;
        var counts = new double[chunks * chunks];
        for (var seed = 0; seed < seeds; seed++)
        {
            var order = new SpacedOrder(chunks, farthest: 2, seed, epoch: 3);
            for (var place = 0; place < chunks; place++)
                counts[(place * chunks) + order[place]]++;
        }

        Assert.InRange(counts.Sum(found => Math.Pow(found - (seeds / chunks), 2) / (seeds / chunks)), 30, 161);
    }

    /// <summary>Those of a batch are nearer in number than without, and the larger the share the nearer.</summary>
    [Fact]
    public void Batches_of_neighbours_have_neighbours_as_far_as_the_jitter_allows()
    {
        const int chunks = 20_000;
        double[] spreads = [.. new[] { 0.002, 0.05, 0.5 }.Select(jitter => Drawn(Sampler(chunks, 16, jitter, 1), 16, chunks).Average(drawn => drawn.Max() - drawn.Min()))];

        Assert.InRange(spreads[0], 0.8 * chunks, chunks);
        Assert.InRange(spreads[1], 0.02 * chunks, 0.1 * chunks);
        Assert.InRange(spreads[2], 0.002 * chunks, 0.01 * chunks);
    }

    /// <summary>Nothing is drawn again to get there: the order is a function of seed, epoch and position.</summary>
    [Fact]
    public void It_goes_on_from_any_position() =>
        Gen.Select(Cases, Gen.Int[0, 200]).Sample((given, drawn) =>
        {
            var (chunks, batch, jitter, seed) = given;
            var sampler = Sampler(chunks, batch, jitter, seed);
            for (var i = 0; i < drawn; i++)
                sampler.Next(1 + batch, 0);
            var copy = Sampler(chunks, batch, jitter, seed, sampler.State);
            return Enumerable.Range(0, 20).All(_ => sampler.Next(1 + batch, 0).Examples.SequenceEqual(copy.Next(1 + batch, 0).Examples) && sampler.State == copy.State);
        });

    [Fact]
    public void A_billion_chunks_in_the_billionth_epoch_need_no_memory()
    {
        var order = new ChunkOrders(1_000_000_007, 1, jitter: 0.05)[1_000_000_000];
        var before = GC.GetAllocatedBytesForCurrentThread();
        var some = Enumerable.Range(0, 10_000).Select(place => order[place * 100_000L]).ToList();

        Assert.Equal(some.Count, some.Distinct().Count());
        Assert.InRange(some.Average(), 480e6, 520e6);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
        Assert.Throws<ArgumentOutOfRangeException>(() => order[1_000_000_007]);
        Assert.Throws<ArgumentOutOfRangeException>(() => order[-1]);
    }

    /// <summary>Where windows begin elsewhere each epoch, a third of the tokens is in the next window's chunk, whose place has nothing to do with it.</summary>
    [Fact]
    public void Two_thirds_of_the_tokens_of_shifted_windows_come_at_equal_distances()
    {
        const int length = 64, tokens = 500 * length;
        var windows = new ShiftedChunks(new MemoryTokens(new int[tokens]), length, startId: 0, seed: 1);

        // Of the others a tenth is as near by chance: 0.67 + 0.03.
        Assert.InRange(ShareNear(new ChunkOrders(500, 1, jitter: 0.05)), 0.6, 0.8);
        Assert.InRange(ShareNear(new ChunkOrders(500, 1)), 0.08, 0.12);

        double ShareNear(ChunkOrders orders)
        {
            var (places, near) = (new long[tokens], 0);
            const int epochs = 40;
            for (var epoch = 0; epoch < epochs; epoch++)
            {
                for (var place = 0; place < 500; place++)
                {
                    var range = windows.RangeOf(epoch, orders[epoch][place]);
                    for (var i = 0; i < range.Length; i++)
                    {
                        ref var before = ref places[(range.Begin + i) % tokens];
                        var now = (epoch * 500L) + place;
                        near += epoch > 0 && Math.Abs(now - before - 500) <= 25 ? 1 : 0;
                        before = now;
                    }
                }
            }
            return near / ((epochs - 1) * (double)tokens);
        }
    }

    /// <summary>Simple chunks come at the places that they have; those that are passed over take none from them.</summary>
    [Fact]
    public void A_curriculum_passes_over_chunks_and_moves_none()
    {
        const int chunks = 200;
        float[] places = [.. Enumerable.Range(0, chunks).Select(chunk => (chunk + 0.5f) / chunks)];
        var orders = new ChunkOrders(chunks, 1, jitter: 0.05);
        var sampler = new UniformSampler(orders, new Competence(places, new CurriculumOptions { StartCompetence = 0.5 }));

        var drawn = Drawn(sampler, 8, chunks / 2).SelectMany(batch => batch);

        Assert.Equal(Enumerable.Range(0, chunks).Select(place => orders[0][place]).Where(chunk => chunk < chunks / 2), drawn);
    }

    private static UniformSampler Sampler(int chunks, int batch, double jitter, int seed, SamplerState? state = null) =>
        new(new ChunkOrders(chunks, seed, batch, jitter: jitter), Competence.Full, state);

    private static List<long[]> Drawn(UniformSampler sampler, int size, int chunks)
    {
        var batches = new List<long[]>();
        while (batches.Sum(drawn => drawn.Length) < chunks)
            batches.Add(sampler.Next(size, 0).Examples);
        return batches;
    }

    /// <summary>At which places of the whole training each chunk came.</summary>
    private static List<long>[] Visits(UniformSampler sampler, int chunks, int batch, int epochs)
    {
        List<long>[] visits = [.. Enumerable.Range(0, chunks).Select(_ => new List<long>())];
        var place = 0L;
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var chunk in Drawn(sampler, batch > 0 ? batch : 7, chunks).SelectMany(drawn => drawn))
                visits[chunk].Add(place++);
        }
        return visits;
    }

    /// <summary>The distances of all pairs of visits, less the epochs between them.</summary>
    private static IEnumerable<double> Pairs(List<long> places, int chunks) =>
        from one in Enumerable.Range(0, places.Count)
        from other in Enumerable.Range(0, one)
        select (double)(places[one] - places[other] - ((one - other) * chunks));

    private static HashSet<(long, long)> Mates(List<long[]> batches) => [.. from batch in batches from one in batch from other in batch where one < other select (one, other)];

    private static string NameOf(long[] batch) => string.Join(' ', batch.Order());
}
