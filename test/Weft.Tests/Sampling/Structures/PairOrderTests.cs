using CsCheck;
using Weft.Data.Batching;
using Weft.Foundation;
using Weft.Sampling.Structures;

namespace Weft.Tests.Sampling.Structures;

public class PairOrderTests
{
    [Fact]
    public void Every_pair_has_one_place() =>
        Gen.Select(Gen.Int[1, 9].Select(Gen.Int[1, 9], (first, second) => (first, second)).List[0, 200], Gen.Int[1, 40]).Sample((lengths, bucket) =>
            PairOrder.Of(lengths, bucket).Order().SequenceEqual(Enumerable.Range(0, lengths.Count)));

    [Fact]
    public void Pairs_of_one_bucket_rise_by_the_second_side_and_equal_ones_keep_their_order() =>
        Assert.Equal([3, 1, 0, 2], PairOrder.Of([(2, 5), (9, 4), (2, 5), (1, 4)], bucket: 4));

    [Fact]
    public void A_bucket_has_the_pairs_of_one_part_alone()
    {
        // Four kinds of pairs, two of each; whatever side is divided first, each bucket has one kind.
        (int First, int Second)[] lengths = [(1, 1), (9, 9), (1, 9), (9, 1), (9, 1), (1, 9), (9, 9), (1, 1)];

        Assert.All(PairOrder.Of(lengths, bucket: 2).Chunk(2), bucket => Assert.Equal(lengths[bucket[0]], lengths[bucket[1]]));
    }

    [Fact]
    public void Both_sides_have_little_padding_where_one_alone_would_leave_much()
    {
        const int bucket = 32;
        var random = RandomStream.For(1, "lengths");
        var lengths = Enumerable.Range(0, 4000).Select(_ => (First: 5 + random.NextInt32(20), Second: 5 + random.NextInt32(20))).ToList();

        Assert.InRange(PaddingOf(PairOrder.Of(lengths, bucket)), 0, 0.1);
        Assert.InRange(PaddingOf([.. Enumerable.Range(0, lengths.Count).OrderBy(pair => lengths[pair].First + lengths[pair].Second)]), 0.2, 1);

        double PaddingOf(int[] order) => order.Chunk(bucket).Aggregate(default(RowFilling), (sum, rows) => sum + new RowFilling(
            rows.Sum(pair => (long)lengths[pair].First + lengths[pair].Second),
            rows.Length * (long)(rows.Max(pair => lengths[pair].First) + rows.Max(pair => lengths[pair].Second)))).Padding;
    }
}
