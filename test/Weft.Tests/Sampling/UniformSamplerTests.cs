using Weft.Sampling;

namespace Weft.Tests.Sampling;

public class UniformSamplerTests
{
    [Fact]
    public void Every_chunk_comes_once_an_epoch_and_the_order_changes()
    {
        var sampler = new UniformSampler(10, seed: 1);
        var first = Epoch(sampler);
        var second = Epoch(sampler);

        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), first.Order());
        Assert.Equal(first.Order(), second.Order());
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void The_last_batch_of_an_epoch_is_short()
    {
        var sampler = new UniformSampler(10, seed: 1);

        Assert.Equal([4, 4, 2, 4], Enumerable.Range(0, 4).Select(_ => sampler.Next(4, 0).Examples.Length));
    }

    [Fact]
    public void A_sampler_goes_on_from_a_saved_state()
    {
        var sampler = new UniformSampler(10, seed: 1);
        for (var i = 0; i < 4; i++)
            sampler.Next(4, 0);
        var copy = new UniformSampler(10, seed: 1, sampler.State);

        Assert.Equal(sampler.Next(4, 0).Examples, copy.Next(4, 0).Examples);
        Assert.Equal(Epoch(sampler), Epoch(copy));
    }

    private static List<long> Epoch(UniformSampler sampler)
    {
        var chunks = new List<long>();
        while (chunks.Count < 10)
            chunks.AddRange(sampler.Next(4, 0).Examples);
        return chunks;
    }
}
