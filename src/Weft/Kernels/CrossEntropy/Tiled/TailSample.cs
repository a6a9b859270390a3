using Weft.Foundation;

namespace Weft.Kernels.CrossEntropy.Tiled;

/// <summary>
/// The random choices of a <see cref="GradientFilterOptions"/>: one of so many neighbours, so that every one has the same chance and the
/// chosen ones lie evenly. Each is a function of the key and the rows' numbers in the whole batch.
/// </summary>
/// <param name="oneIn">One of how many is chosen; 0 chooses none.</param>
/// <param name="key">The batch's key.</param>
/// <param name="first">The number of the first row in the whole batch, where other workers have those before it.</param>
internal sealed class TailSample(int oneIn, long key, long first = 0)
{
    /// <summary>What a chosen one counts.</summary>
    public int Weight => oneIn;

    /// <summary>How many are chosen of some number at most.</summary>
    public int Most(int count) => oneIn == 0 ? 0 : (count + oneIn - 1) / oneIn;

    /// <summary>Chooses rows for the gradients of the weights.</summary>
    /// <param name="firstRow">The number of the first row here.</param>
    /// <param name="rows">How many there are.</param>
    public ArraySegment<int> Rows(int firstRow, int rows) => Choose(RandomStream.For(key, "rows", first + firstRow), rows, new int[Most(rows)]);

    /// <summary>Chooses groups of classes for the gradients of the hidden states.</summary>
    /// <param name="firstRow">The number of the first row that they are for.</param>
    /// <param name="groups">How many there are.</param>
    /// <param name="chosen">Takes them; room for <see cref="Most"/>.</param>
    /// <returns>The part of <paramref name="chosen"/> that was filled.</returns>
    public ArraySegment<int> Groups(int firstRow, int groups, int[] chosen) => Choose(RandomStream.For(key, "groups", first + firstRow), groups, chosen);

    private ArraySegment<int> Choose(RandomStream random, int count, int[] chosen)
    {
        var found = 0;
        // The last few may be fewer than the others: then their place may be empty, and the chance of each is the same all the same.
        for (var start = 0; oneIn > 0 && start < count; start += oneIn)
        {
            var one = start + random.NextInt32(oneIn);
            if (one < count)
                chosen[found++] = one;
        }
        return new ArraySegment<int>(chosen, 0, found);
    }
}
