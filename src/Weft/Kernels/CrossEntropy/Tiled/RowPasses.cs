using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Weft.Kernels.CrossEntropy.Tiled;

/// <summary>
/// The passes of the softmax over the scores of one row, which are products plus biases. They are added anew in every pass: a row of
/// products and the biases lie in a core's own cache, and reading is cheaper there than writing. All lengths are multiples of
/// <see cref="Group"/>; a bias of minus infinity takes a class out.
/// </summary>
internal static class RowPasses
{
    /// <summary>Numbers that are worked on at once.</summary>
    public const int Group = 32;

    /// <summary>Numbers that share their entries of the list of highest scores.</summary>
    public const int Block = 4 * Group;

    /// <summary>Entries of the list of highest scores for one block.</summary>
    public const int HighestInBlock = 16;

    /// <summary>Finds the highest score.</summary>
    /// <param name="products">[classes], a multiple of <see cref="Block"/>.</param>
    /// <param name="bias">[classes].</param>
    /// <param name="highest">For each block <see cref="HighestInBlock"/> scores, none in the block higher than all of them.</param>
    public static float Highest<T, TFormat>(ReadOnlySpan<T> products, ReadOnlySpan<float> bias, Span<float> highest)
        where T : unmanaged
        where TFormat : IScoreFormat<T>
    {
        ref var source = ref MemoryMarshal.GetReference(products);
        ref var offsets = ref MemoryMarshal.GetReference(bias);
        ref var list = ref MemoryMarshal.GetReference(highest);
        var overall = Vector512.Create(float.NegativeInfinity);
        for (nuint i = 0, next = 0; i < (nuint)products.Length; i += Block, next += HighestInBlock)
        {
            var (lower, upper) = Scores<T, TFormat>(ref source, ref offsets, i);
            for (nuint j = Group; j < Block; j += Group)
            {
                var (nextLower, nextUpper) = Scores<T, TFormat>(ref source, ref offsets, i + j);
                (lower, upper) = (Vector512.MaxNative(lower, nextLower), Vector512.MaxNative(upper, nextUpper));
            }
            lower = Vector512.MaxNative(lower, upper);
            lower.StoreUnsafe(ref list, next);
            overall = Vector512.MaxNative(overall, lower);
        }
        var result = float.NegativeInfinity;
        for (var lane = 0; lane < Vector512<float>.Count; lane++)
            result = Math.Max(result, overall[lane]);
        return result;
    }

    /// <summary>The sum of exp(score - highest).</summary>
    public static float SumOfExponentials<T, TFormat>(ReadOnlySpan<T> products, ReadOnlySpan<float> bias, float highest)
        where T : unmanaged
        where TFormat : IScoreFormat<T>
    {
        ref var source = ref MemoryMarshal.GetReference(products);
        ref var offsets = ref MemoryMarshal.GetReference(bias);
        var shift = Vector512.Create(highest);
        var (sumLower, sumUpper) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (nuint i = 0; i < (nuint)products.Length; i += Group)
        {
            var (lower, upper) = Scores<T, TFormat>(ref source, ref offsets, i);
            sumLower += VectorExponential.OfNonPositive(lower - shift);
            sumUpper += VectorExponential.OfNonPositive(upper - shift);
        }
        return Vector512.Sum(sumLower + sumUpper);
    }

    /// <summary>Writes factor * exp(score - normaliser), and 0 for scores above a limit.</summary>
    /// <param name="products">[classes], a multiple of <see cref="Group"/>.</param>
    /// <param name="bias">[classes].</param>
    /// <param name="normaliser">The logarithm of the sum of the exponentials.</param>
    /// <param name="factor">What probabilities are multiplied by.</param>
    /// <param name="limit">The highest score that is written.</param>
    /// <param name="target">[classes]; may be the products.</param>
    public static void StoreProbabilities<T, TFormat>(
        ReadOnlySpan<T> products, ReadOnlySpan<float> bias, float normaliser, float factor, float limit, Span<T> target)
        where T : unmanaged
        where TFormat : IScoreFormat<T>
    {
        ref var source = ref MemoryMarshal.GetReference(products);
        ref var offsets = ref MemoryMarshal.GetReference(bias);
        ref var goal = ref MemoryMarshal.GetReference(target);
        var (shift, factors, limits) = (Vector512.Create(normaliser), Vector512.Create(factor), Vector512.Create(limit));
        for (nuint i = 0; i < (nuint)products.Length; i += Group)
        {
            var (lower, upper) = Scores<T, TFormat>(ref source, ref offsets, i);
            TFormat.Store(Small(lower, shift, factors, limits), Small(upper, shift, factors, limits), ref goal, i);
        }
    }

    /// <summary>Finds the scores above a limit.</summary>
    /// <param name="products">[classes].</param>
    /// <param name="bias">[classes].</param>
    /// <param name="highest">From <see cref="Highest"/>.</param>
    /// <param name="first">The first class to look at, a multiple of <see cref="Block"/>.</param>
    /// <param name="limit">Scores above it are found.</param>
    /// <param name="found">Takes the classes and their scores.</param>
    public static void FindAbove<T, TFormat>(
        ReadOnlySpan<T> products, ReadOnlySpan<float> bias, ReadOnlySpan<float> highest, int first, float limit,
        List<(int Class, float Score)> found)
        where T : unmanaged
        where TFormat : IScoreFormat<T>
    {
        ref var list = ref MemoryMarshal.GetReference(highest);
        var limits = Vector512.Create(limit);
        for (var block = first / Block; block < products.Length / Block; block++)
        {
            if (!Vector512.GreaterThanAny(Vector512.LoadUnsafe(ref list, (nuint)(block * HighestInBlock)), limits))
                continue;
            for (var i = block * Block; i < (block + 1) * Block; i++)
            {
                var score = TFormat.Widen(products[i]) + bias[i];
                if (score > limit)
                    found.Add((i, score));
            }
        }
    }

    /// <summary>Products plus biases of a group.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> Lower, Vector512<float> Upper) Scores<T, TFormat>(ref T products, ref float bias, nuint offset)
        where T : unmanaged
        where TFormat : IScoreFormat<T>
    {
        var (lower, upper) = TFormat.Load(ref products, offset);
        var (biasLower, biasUpper) = Float32Format.Load(ref bias, offset);
        return (lower + biasLower, upper + biasUpper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Small(
        Vector512<float> scores, Vector512<float> shift, Vector512<float> factors, Vector512<float> limits) =>
        Vector512.AndNot(VectorExponential.OfNonPositive(scores - shift) * factors, Vector512.GreaterThan(scores, limits));
}
