using CsCheck;
using Weft.Sampling;
using Weft.Sampling.Structures;

namespace Weft.Tests.Sampling;

public class NeighbourBatchesTests
{
    [Fact]
    public void Every_chunk_comes_once_an_epoch_and_only_the_last_batch_is_short() =>
        Gen.Select(Gen.Int[1, 300], Gen.Int[1, 9], Gen.Int[0, 1000]).Sample((chunks, batch, seed) =>
        {
            var sampler = UniformSampler.OfNeighbours(chunks, seed, batch);
            return Enumerable.Range(0, 3).All(_ =>
            {
                var batches = Epoch(sampler, chunks, batch);
                return batches.SelectMany(chosen => chosen).Order().SequenceEqual(Enumerable.Range(0, chunks).Select(chunk => (long)chunk))
                    && batches.SkipLast(1).All(chosen => chosen.Length == batch);
            });
        });

    [Fact]
    public void Chunks_of_a_batch_have_neighbouring_numbers()
    {
        const int batch = 16;
        var batches = Epoch(UniformSampler.OfNeighbours(10_000, seed: 1, batch), 10_000, batch);

        Assert.All(batches, chosen => Assert.InRange(chosen.Max() - chosen.Min(), 0, 2 * ChunkOrders.BucketBatches * batch - 1));
        // The batches themselves do not rise.
        var firsts = batches.Select(chosen => chosen.Min()).ToList();
        Assert.InRange(firsts.Zip(firsts.Skip(1)).Count(pair => pair.First < pair.Second), firsts.Count / 3, 2 * firsts.Count / 3);
    }

    [Fact]
    public void Epochs_and_seeds_have_orders_and_batches_of_their_own()
    {
        var sampler = UniformSampler.OfNeighbours(1000, seed: 1, batch: 8);
        var epochs = new[] { Sets(sampler), Sets(sampler), Sets(UniformSampler.OfNeighbours(1000, seed: 2, batch: 8)) };

        Assert.Equal(Sets(UniformSampler.OfNeighbours(1000, seed: 1, batch: 8)), epochs[0]);
        for (var i = 0; i < epochs.Length; i++)
            Assert.InRange(epochs[i].Intersect(epochs[(i + 1) % epochs.Length]).Count(), 0, 3);
    }

    /// <summary>Nothing is drawn again to get there: the order is a function of seed, epoch and position.</summary>
    [Fact]
    public void It_goes_on_from_any_position() =>
        Gen.Select(Gen.Int[1, 200], Gen.Int[1, 9], Gen.Int[0, 60]).Sample((chunks, batch, drawn) =>
        {
            var sampler = UniformSampler.OfNeighbours(chunks, seed: 7, batch);
            for (var i = 0; i < drawn; i++)
                sampler.Next(batch, 0);
            var copy = UniformSampler.OfNeighbours(chunks, seed: 7, batch, sampler.State);
            return Enumerable.Range(0, 20).All(_ => sampler.Next(batch, 0).Examples.SequenceEqual(copy.Next(batch, 0).Examples) && sampler.State == copy.State);
        });

    private static List<long[]> Epoch(UniformSampler sampler, int chunks, int batch)
    {
        var batches = new List<long[]>();
        while (batches.Sum(chosen => chosen.Length) < chunks)
            batches.Add(sampler.Next(batch, 0).Examples);
        return batches;
    }

    private static List<string> Sets(UniformSampler sampler) =>
        [.. Epoch(sampler, 1000, 8).Select(chosen => string.Join(' ', chosen.Order()))];
}
