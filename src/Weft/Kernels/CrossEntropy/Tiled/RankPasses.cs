using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Weft.Kernels.CrossEntropy.Tiled;

/// <summary>Passes over the scores of one row that say which class is the highest and where a target stands; beside <see cref="RowPasses"/>.</summary>
internal static class RankPasses
{
    /// <summary>Finds the first class with the highest score.</summary>
    /// <param name="products">[classes].</param>
    /// <param name="bias">[classes].</param>
    /// <param name="blocks">From <see cref="RowPasses.Highest"/>.</param>
    /// <param name="highest">What it returned.</param>
    /// <returns>The class; -1 where the highest score is not a number.</returns>
    public static int FirstAt<T, TFormat>(ReadOnlySpan<T> products, ReadOnlySpan<float> bias, ReadOnlySpan<float> blocks, float highest)
        where T : unmanaged
        where TFormat : IScoreFormat<T>
    {
        for (var block = 0; block < products.Length / RowPasses.Block; block++)
        {
            if (!blocks.Slice(block * RowPasses.HighestInBlock, RowPasses.HighestInBlock).Contains(highest))
                continue;
            for (var i = block * RowPasses.Block; i < (block + 1) * RowPasses.Block; i++)
            {
                if (TFormat.Widen(products[i]) + bias[i] == highest)
                    return i;
            }
        }
        return -1;
    }

    /// <summary>Counts the classes that come before a target: higher scores, and equal ones of lower numbers.</summary>
    /// <param name="products">[classes], a multiple of <see cref="RowPasses.Group"/>.</param>
    /// <param name="bias">[classes].</param>
    /// <param name="target">The target.</param>
    /// <param name="score">Its score.</param>
    public static int CountBefore<T, TFormat>(ReadOnlySpan<T> products, ReadOnlySpan<float> bias, int target, float score)
        where T : unmanaged
        where TFormat : IScoreFormat<T>
    {
        ref var source = ref MemoryMarshal.GetReference(products);
        ref var offsets = ref MemoryMarshal.GetReference(bias);
        var (limit, counts) = (Vector512.Create(score), Vector512<int>.Zero);
        var own = (nuint)(target / RowPasses.Group * RowPasses.Group);
        for (nuint i = 0; i < (nuint)products.Length; i += RowPasses.Group)
        {
            if (i == own)
                continue;
            var (lower, upper) = RowPasses.Scores<T, TFormat>(ref source, ref offsets, i);
            // A lane where the comparison holds is -1.
            counts -= i < own
                ? (Vector512.GreaterThanOrEqual(lower, limit).AsInt32() + Vector512.GreaterThanOrEqual(upper, limit).AsInt32())
                : (Vector512.GreaterThan(lower, limit).AsInt32() + Vector512.GreaterThan(upper, limit).AsInt32());
        }
        var count = Vector512.Sum(counts);
        for (var i = (int)own; i < (int)own + RowPasses.Group; i++)
        {
            var other = TFormat.Widen(products[i]) + bias[i];
            count += other > score || (other == score && i < target) ? 1 : 0;
        }
        return count;
    }
}
