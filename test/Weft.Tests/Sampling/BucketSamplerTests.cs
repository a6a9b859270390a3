using CsCheck;
using Weft.Sampling;

namespace Weft.Tests.Sampling;

public class BucketSamplerTests
{
    [Fact]
    public void Every_chunk_comes_once_an_epoch_and_only_the_last_batch_is_short() =>
        Gen.Select(Gen.Int[1, 300], Gen.Int[1, 9], Gen.Int[0, 1000]).Sample((chunks, batch, seed) =>
        {
            var sampler = new BucketSampler(chunks, batch, seed);
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
        var batches = Epoch(new BucketSampler(10_000, batch, seed: 1), 10_000, batch);

        Assert.All(batches, chosen => Assert.InRange(chosen.Max() - chosen.Min(), 0, 2 * BucketSampler.BucketBatches * batch - 1));
        // The batches themselves do not rise.
        var firsts = batches.Select(chosen => chosen.Min()).ToList();
        Assert.InRange(firsts.Zip(firsts.Skip(1)).Count(pair => pair.First < pair.Second), firsts.Count / 3, 2 * firsts.Count / 3);
    }

    [Fact]
    public void Epochs_and_seeds_have_orders_and_batches_of_their_own()
    {
        var sampler = new BucketSampler(1000, 8, seed: 1);
        var epochs = new[] { Sets(sampler), Sets(sampler), Sets(new BucketSampler(1000, 8, seed: 2)) };

        Assert.Equal(Sets(new BucketSampler(1000, 8, seed: 1)), epochs[0]);
        for (var i = 0; i < epochs.Length; i++)
            Assert.InRange(epochs[i].Intersect(epochs[(i + 1) % epochs.Length]).Count(), 0, 3);
    }

    /// <summary>Nothing is drawn again to get there: the order is a function of seed, epoch and position.</summary>
    [Fact]
    public void It_goes_on_from_any_position() =>
        Gen.Select(Gen.Int[1, 200], Gen.Int[1, 9], Gen.Int[0, 60]).Sample((chunks, batch, drawn) =>
        {
            var sampler = new BucketSampler(chunks, batch, seed: 7);
            for (var i = 0; i < drawn; i++)
                sampler.Next(batch);
            var copy = new BucketSampler(chunks, batch, seed: 7, sampler.State);
            return Enumerable.Range(0, 20).All(_ => sampler.Next(batch).SequenceEqual(copy.Next(batch)) && sampler.State == copy.State);
        });

    private static List<long[]> Epoch(BucketSampler sampler, int chunks, int batch)
    {
        var batches = new List<long[]>();
        while (batches.Sum(chosen => chosen.Length) < chunks)
            batches.Add(sampler.Next(batch));
        return batches;
    }

    private static List<string> Sets(BucketSampler sampler) =>
        [.. Epoch(sampler, 1000, 8).Select(chosen => string.Join(' ', chosen.Order()))];
}
