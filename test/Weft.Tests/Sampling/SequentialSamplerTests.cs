using Weft.Sampling;

namespace Weft.Tests.Sampling;

public class SequentialSamplerTests
{
    [Fact]
    public void Chunks_come_in_their_order_and_no_batch_spans_two_epochs()
    {
        var sampler = new SequentialSampler(5);

        Assert.Equal([0, 1], sampler.Next(2, 0).Examples);
        Assert.Equal([2, 3], sampler.Next(2, 0).Examples);
        Assert.Equal([4], sampler.Next(2, 0).Examples);
        Assert.Equal(new SamplerState(0, 5), sampler.State);
        Assert.Equal([0, 1], sampler.Next(2, 0).Examples);
        Assert.Equal(new SamplerState(1, 2), sampler.State);
    }

    [Fact]
    public void It_goes_on_from_a_state()
    {
        var sampler = new SequentialSampler(5, new SamplerState(3, 4));

        Assert.Equal([4], sampler.Next(2, 0).Examples);
        Assert.Equal([0, 1], sampler.Next(2, 0).Examples);
        Assert.Equal(4, sampler.State.Epoch);
    }
}
