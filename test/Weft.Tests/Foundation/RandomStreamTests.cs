using Weft.Foundation;

namespace Weft.Tests.Foundation;

public class RandomStreamTests
{
    [Fact]
    public void The_same_key_gives_the_same_numbers()
    {
        var first = RandomStream.For(7, "order", 3);
        var second = RandomStream.For(7, "order", 3);

        Assert.Equal(first.NextUInt64(), second.NextUInt64());
    }

    [Theory]
    [InlineData(8, "order", 3)]
    [InlineData(7, "dropout", 3)]
    [InlineData(7, "order", 4)]
    public void Every_part_of_the_key_matters(long seed, string purpose, long number)
    {
        var one = RandomStream.For(7, "order", 3);
        var other = RandomStream.For(seed, purpose, number);

        Assert.NotEqual(one.NextUInt64(), other.NextUInt64());
    }

    [Fact]
    public void Integers_cover_their_range_evenly()
    {
        var stream = RandomStream.For(1, "test");
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
            counts[stream.NextInt32(7)]++;

        // Six standard deviations of a binomial with p = 1/7.
        Assert.All(counts, count => Assert.InRange(count, 10_000 - 555, 10_000 + 555));
    }

    [Fact]
    public void Shuffling_keeps_every_value()
    {
        var values = Enumerable.Range(0, 1000).ToArray();
        RandomStream.For(1, "test").Shuffle<int>(values);

        Assert.NotEqual(Enumerable.Range(0, 1000), values);
        Assert.Equal(Enumerable.Range(0, 1000), values.Order());
    }
}
