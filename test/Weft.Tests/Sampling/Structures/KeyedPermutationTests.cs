using CsCheck;
using Weft.Sampling.Structures;

namespace Weft.Tests.Sampling.Structures;

public class KeyedPermutationTests
{
    [Fact]
    public void Every_number_comes_once() =>
        Gen.Select(Gen.Int[1, 3000], Gen.Long, Gen.Long[0, 5]).Sample((count, seed, epoch) =>
        {
            var order = new KeyedPermutation(count, seed, "order", epoch);
            return Enumerable.Range(0, count).Select(place => order[place]).Order().SequenceEqual(Enumerable.Range(0, count).Select(i => (long)i));
        });

    /// <summary>Chi-square with 9 degrees of freedom stays below 33.7 in 9,999 of 10,000 cases.</summary>
    [Fact]
    public void A_place_has_each_number_equally_often()
    {
        const int count = 10, keys = 20_000;
        var (first, pairs) = (new double[count], new double[count * count]);
        for (var key = 0; key < keys; key++)
        {
            var order = new KeyedPermutation(count, key, "order");
            first[order[0]]++;
            pairs[order[3] * count + order[4]]++;
        }

        Assert.InRange(first.Sum(found => Math.Pow(found - keys / 10.0, 2) / (keys / 10.0)), 0, 33.7);
        // Neighbours: 90 pairs of different numbers, 89 degrees of freedom; 144 is passed once in 10,000 cases.
        var expected = keys / 90.0;
        Assert.InRange(pairs.Index().Where(pair => pair.Index / count != pair.Index % count).Sum(pair => Math.Pow(pair.Item - expected, 2) / expected), 30, 144);
    }

    [Fact]
    public void A_billion_numbers_need_no_memory_and_places_beyond_are_refused()
    {
        var order = new KeyedPermutation(1_000_000_007, 1, "order");
        var some = Enumerable.Range(0, 10_000).Select(place => order[place * 100_000L]).ToList();

        Assert.All(some, number => Assert.InRange(number, 0, 1_000_000_006));
        Assert.Equal(some.Count, some.Distinct().Count());
        Assert.InRange(some.Average(), 480e6, 520e6);
        Assert.Throws<ArgumentOutOfRangeException>(() => order[1_000_000_007]);
        Assert.Throws<ArgumentOutOfRangeException>(() => order[-1]);
    }

    [Fact]
    public void Epochs_have_orders_of_their_own()
    {
        var orders = Enumerable.Range(0, 3).Select(epoch => new KeyedPermutation(1000, 7, "order", epoch)).ToList();

        Assert.InRange(Enumerable.Range(0, 1000).Count(place => orders[0][place] == orders[1][place]), 0, 8);
        Assert.InRange(Enumerable.Range(0, 1000).Count(place => orders[1][place] == orders[2][place]), 0, 8);
    }
}
