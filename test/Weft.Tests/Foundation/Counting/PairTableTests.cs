using Weft.Foundation.Counting;

namespace Weft.Tests.Foundation.Counting;

public class PairTableTests
{
    [Fact]
    public void A_table_refuses_new_pairs_when_it_is_full_and_counts_known_ones_on()
    {
        var table = new PairTable<long>(4);

        Assert.All(new ulong[] { 0, 7, ulong.MaxValue, 7 }, key => Assert.True(table.TryAdd(key, 1)));
        Assert.False(table.TryAdd(8, 1));
        Assert.True(table.TryAdd(0, 1));
        Assert.Equal([new(0, 2), new(7, 2), new(ulong.MaxValue, 1)], table.Drain());
        Assert.True(table.TryAdd(8, 1));
        Assert.Equal([new(8, 1)], table.Drain());
    }

    [Fact]
    public void Merging_adds_equal_keys()
    {
        PairCount<long>[] first = [new(1, 5), new(3, 1)];
        PairCount<long>[] second = [new(0, 2), new(3, 4), new(9, 1)];

        Assert.Equal([new(0, 2), new(1, 5), new(3, 5), new(9, 1)], PairMerge.Merge<long>([first, [], second]));
        Assert.Empty(PairMerge.Merge<long>([]));
    }

    [Fact]
    public void Equal_keys_are_added_in_the_order_of_the_sequences()
    {
        // (1 + 2^53) - 2^53 is 0 in double precision, (2^53 - 2^53) + 1 is 1.
        PairCount<double>[] one = [new(5, 1)], large = [new(5, Math.Pow(2, 53))], minus = [new(5, -Math.Pow(2, 53))];

        Assert.Equal([new(5, 0)], PairMerge.Merge<double>([one, large, minus]));
        Assert.Equal([new(5, 1)], PairMerge.Merge<double>([large, minus, one]));
    }

    [Fact]
    public void Ids_above_two_billion_keep_their_places()
    {
        var pair = new PairCount<long>(PairKey.Of(7, -1), 1);

        Assert.Equal((7, -1), (pair.First, pair.Second));
    }
}
