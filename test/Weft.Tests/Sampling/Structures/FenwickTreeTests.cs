using CsCheck;
using Weft.Sampling.Structures;

namespace Weft.Tests.Sampling.Structures;

public class FenwickTreeTests
{
    private static readonly Gen<long[]> Weights = Gen.Long[0, 50].Array[1, 60];

    [Fact]
    public void Every_place_finds_the_number_that_a_walk_over_all_weights_finds() =>
        Weights.Sample(weights =>
        {
            var tree = new FenwickTree(weights);
            return tree.Total == weights.Sum() && AgreesWithWalk(tree, weights);
        });

    [Fact]
    public void After_any_changes_it_is_the_tree_of_the_new_weights() =>
        Gen.Select(Weights, Gen.Select(Gen.Int[0, 59], Gen.Long[0, 50]).Array[0, 40]).Sample((weights, changes) =>
        {
            var tree = new FenwickTree(weights);
            foreach (var (number, weight) in changes.Where(change => change.Item1 < weights.Length))
                tree[number] = weights[number] = weight;
            return tree.Total == weights.Sum() && AgreesWithWalk(tree, weights)
                && Enumerable.Range(0, weights.Length).All(number => tree[number] == weights[number]);
        });

    [Fact]
    public void Drawn_without_replacement_each_number_with_weight_comes_once() =>
        Gen.Select(Weights, Gen.Long).Sample((weights, seed) =>
        {
            var (tree, hash, drawn) = (new FenwickTree(weights), new KeyedHash(seed, "draw"), new List<int>());
            while (tree.Total > 0)
            {
                drawn.Add(tree.Find(hash.Below(drawn.Count, tree.Total)));
                tree[drawn[^1]] = 0;
            }
            return drawn.Order().SequenceEqual(Enumerable.Range(0, weights.Length).Where(number => weights[number] > 0));
        });

    [Fact]
    public void Wrong_weights_and_places_are_refused()
    {
        var tree = new FenwickTree([3, 0, 2]);

        Assert.Throws<ArgumentOutOfRangeException>(() => new FenwickTree([1, -1]));
        Assert.Throws<OverflowException>(() => new FenwickTree([long.MaxValue, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree[0] = -1);
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Find(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Find(-1));
    }

    private static bool AgreesWithWalk(FenwickTree tree, long[] weights)
    {
        var place = 0L;
        for (var number = 0; number < weights.Length; number++)
        {
            for (var i = 0; i < weights[number]; i++)
            {
                if (tree.Find(place++) != number)
                    return false;
            }
        }
        return true;
    }
}
