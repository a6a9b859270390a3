using Weft.Data.Batching;
using Weft.Data.Store;
using Weft.Sampling.Worth;
using Weft.Tests.Support;

namespace Weft.Tests.Sampling.Worth;

public class ExampleCopiesTests
{
    [Fact]
    public void A_text_that_stands_three_times_counts_a_third_each_time()
    {
        int[] one = [.. Enumerable.Range(1, 30)];
        int[] other = [.. Enumerable.Range(40, 30)];

        var copies = Look([.. one, .. other, .. one, .. one], 30);

        Assert.Equal([1 / 3f, 1, 1 / 3f, 1 / 3f], copies.Shares);
        Assert.Equal([false, false, true, true], Enumerable.Range(0, 4).Select(example => copies.IsRepeat(example)));
    }

    [Fact]
    public void Texts_of_less_than_20_tokens_are_copies_as_wholes()
    {
        var copies = Look([1, 2, 3, 4, 1, 2, 3, 5, 1, 2, 3, 4], 4);

        Assert.Equal([0.5f, 1, 0.5f], copies.Shares);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(31)]
    public void A_copy_is_found_wherever_it_begins(int shift)
    {
        // 200 tokens of their own, a copy of the 64 from number 64 on, and the rest.
        int[] text = [.. Enumerable.Range(1, 200)];
        int[] between = [.. Enumerable.Range(300, shift + 56)];
        int[] after = [.. Enumerable.Range(500, 64 - shift)];
        var copies = Look([.. text, .. between, .. text[64..128], .. after], 64);

        // Runs that go over a border between chunks belong to none.
        Assert.InRange(copies.Shares[1], 0.5f, 0.75f);
        Assert.Equal(1, copies.Shares[0]);
        Assert.Equal(1, copies.Shares[2]);
        Assert.InRange(copies.Shares[4], 0.5f, 0.95f);
    }

    private static ExampleCopies Look(int[] tokens, int length) =>
        new(TinyTasks.Examples(new FixedChunks(new MemoryTokens(tokens), length, startId: 0), vocabulary: 1_000));
}
