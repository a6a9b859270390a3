using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Weft.Kernels.CrossEntropy.Tiled;

/// <summary>Sums of rows that are kept as float32 and of rows in the format of products.</summary>
internal static class RowSums
{
    /// <summary>sums += factor * row.</summary>
    /// <param name="row">At least as long as the sums.</param>
    /// <param name="factor">What it is multiplied by.</param>
    /// <param name="sums">float32.</param>
    public static void AddMultiple<T, TFormat>(ReadOnlySpan<T> row, float factor, Span<float> sums)
        where T : unmanaged
        where TFormat : IScoreFormat<T>
    {
        ref var source = ref MemoryMarshal.GetReference(row);
        ref var target = ref MemoryMarshal.GetReference(sums);
        var factors = Vector512.Create(factor);
        var i = 0;
        for (; i <= sums.Length - RowPasses.Group; i += RowPasses.Group)
        {
            var (lower, upper) = TFormat.Load(ref source, (nuint)i);
            var (sumLower, sumUpper) = Float32Format.Load(ref target, (nuint)i);
            Float32Format.Store(sumLower + lower * factors, sumUpper + upper * factors, ref target, (nuint)i);
        }
        for (; i < sums.Length; i++)
            sums[i] += TFormat.Widen(row[i]) * factor;
    }
}
