using System.Runtime.Intrinsics;
using Weft.Kernels.Parallel;
using static TorchSharp.torch;

namespace Weft.Kernels.Updates;

/// <summary>The sum of squares of a gradient in one pass, in double precision; it does not depend on the number of threads.</summary>
internal static class SquareSum
{
    /// <summary>Sums over each block of a range of a flat float32 buffer; not finite where a number is not.</summary>
    /// <param name="gradients">The buffer.</param>
    /// <param name="range">The range.</param>
    /// <param name="sums">Takes a sum for each block.</param>
    public static void OfBlocks(Tensor gradients, FlatRange range, Memory<double> sums)
    {
        var numbers = new TensorRows<float>(gradients);
        ParallelBlocks.Run(range.Blocks, block => sums.Span[block] = OfBlock(numbers, range, block));
        GC.KeepAlive(gradients);
    }

    private static double OfBlock(TensorRows<float> numbers, FlatRange range, int block)
    {
        // Zeros that are left out change neither sum: the result is that of the whole block, bit for bit.
        var (lowers, uppers) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var (start, end) = range.Block(block);
        while (start < end)
        {
            var (isTouched, length) = range.Stretch(start, end);
            if (isTouched)
                Add(numbers[0].Slice((int)(range.Start + start), length), ref lowers, ref uppers);
            start += length;
        }
        return Vector512.Sum(lowers + uppers);
    }

    private static void Add(ReadOnlySpan<float> numbers, ref Vector512<double> lowers, ref Vector512<double> uppers)
    {
        var (lowerSum, upperSum) = (lowers, uppers);
        for (var i = 0; i < numbers.Length; i += Vector512<float>.Count)
        {
            var (lower, upper) = Vector512.Widen(Vector512.Create(numbers[i..]));
            lowerSum += lower * lower;
            upperSum += upper * upper;
        }
        (lowers, uppers) = (lowerSum, upperSum);
    }
}
