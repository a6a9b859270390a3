using Weft.Tasks.Classification;

namespace Weft.Tests.Tasks.Classification;

/// <summary>What is seen of a pair that is too long, worked out by hand; 0 is the end-of-text token.</summary>
public sealed class PairCutTests
{
    [Theory]
    // Both are too long: half for each.
    [InlineData(new long[] { 1, 2, 3, 4, 0, 5, 6, 7, 8, 0 }, new long[] { 1, 2, 0, 5, 6, 7 })]
    // The first is short, and leaves its room to the second.
    [InlineData(new long[] { 1, 0, 5, 6, 7, 8, 9, 0 }, new long[] { 1, 0, 5, 6, 7, 8 })]
    // The second is short.
    [InlineData(new long[] { 1, 2, 3, 4, 5, 6, 0, 7, 0 }, new long[] { 1, 2, 3, 0, 7, 0 })]
    // One token too many.
    [InlineData(new long[] { 1, 2, 0, 5, 6, 7, 0 }, new long[] { 1, 2, 0, 5, 6, 7 })]
    public void Each_text_keeps_its_beginning(long[] pair, long[] expected)
    {
        var seen = new long[6];
        PairCut.Copy(pair, end: 0, seen);

        Assert.Equal(expected, seen);
    }

    [Fact]
    public void In_an_odd_room_and_a_room_of_one_something_is_seen()
    {
        var seen = new long[5];
        PairCut.Copy([1, 2, 3, 0, 5, 6, 7, 0], end: 0, seen);
        Assert.Equal([1, 2, 0, 5, 6], seen);

        seen = new long[1];
        PairCut.Copy([1, 0, 5, 0], end: 0, seen);
        Assert.Equal([0L], seen);
    }
}
