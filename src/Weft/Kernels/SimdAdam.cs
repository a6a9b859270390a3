using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weft.Kernels;

/// <summary>
/// Clipping, Adam (Kingma and Ba 2015, algorithm 1), weight decay (Loshchilov and Hutter 2019, algorithm 2), the weights' average,
/// their rounded copies and the gradient's zeroing in one pass. It is bound by memory, and so every number is read and written once.
/// Each is worked out by itself: the result does not depend on the number of threads.
/// </summary>
internal static class SimdAdam
{
    /// <summary>Updates a run of the buffers in place.</summary>
    /// <param name="buffers">On the CPU.</param>
    /// <param name="run">Which part of them.</param>
    /// <param name="update">What to do.</param>
    /// <param name="scale">What gradients are multiplied by first.</param>
    public static void Update(AdamBuffers buffers, FlatRun run, AdamUpdate update, double scale)
    {
        var (values, gradients) = (new TensorRows<float>(buffers.Values), new TensorRows<float>(buffers.Gradients));
        var (means, squares) = (new TensorRows<float>(buffers.Means), new TensorRows<float>(buffers.Squares));
        var averages = buffers.Averages is { } average ? new TensorRows<float>(average) : default(TensorRows<float>?);
        var copies = buffers.HasCopies(run) ? new TensorRows<ushort>(buffers.Copies!) : default(TensorRows<ushort>?);
        ParallelBlocks.Run(run.Blocks, block =>
        {
            var factors = new AdamFactors(update, scale);
            var (offset, end) = run.Block(block);
            while (offset < end)
            {
                var (isTouched, length) = run.Stretch(offset, end);
                var start = (int)(run.Start + offset);
                UpdateVectors(
                    values[0].Slice(start, length), isTouched ? gradients[0].Slice(start, length) : [], means[0].Slice(start, length),
                    squares[0].Slice(start, length), averages is { } all ? all[0].Slice(start, length) : [],
                    copies is { } rounded ? rounded[0].Slice(start, length) : [], in factors);
                offset += length;
            }
        });
        GC.KeepAlive(buffers);
    }

    /// <summary>All spans are of one length; no gradients are zeros, no averages or copies are not written.</summary>
    private static void UpdateVectors(
        Span<float> values, Span<float> gradients, Span<float> means, Span<float> squares, Span<float> averages, Span<ushort> copies,
        in AdamFactors factors)
    {
        var count = (nuint)Vector<float>.Count;
        for (nuint i = 0; i < (nuint)values.Length; i += 2 * count)
        {
            var lower = Next(values, gradients, means, squares, averages, in factors, i);
            var upper = Next(values, gradients, means, squares, averages, in factors, i + count);
            if (!copies.IsEmpty)
                BFloat16Format.Store(lower, upper, ref MemoryMarshal.GetReference(copies), i);
        }
    }

    /// <summary>Updates one vector and gives back its values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Next(
        Span<float> values, Span<float> gradients, Span<float> means, Span<float> squares, Span<float> averages,
        in AdamFactors factors, nuint i)
    {
        ref var meanAt = ref MemoryMarshal.GetReference(means);
        ref var squareAt = ref MemoryMarshal.GetReference(squares);
        ref var valueAt = ref MemoryMarshal.GetReference(values);
        var mean = Vector.LoadUnsafe(ref meanAt, i) * factors.Beta1;
        var square = Vector.LoadUnsafe(ref squareAt, i) * factors.Beta2;
        if (!gradients.IsEmpty)
        {
            ref var gradientAt = ref MemoryMarshal.GetReference(gradients);
            var gradient = Vector.LoadUnsafe(ref gradientAt, i) * factors.Scale;
            mean += gradient * factors.Rest1;
            square += gradient * gradient * factors.Rest2;
            Vector<float>.Zero.StoreUnsafe(ref gradientAt, i);
        }
        mean.StoreUnsafe(ref meanAt, i);
        square.StoreUnsafe(ref squareAt, i);
        var step = mean / (Vector.SquareRoot(square) * factors.InverseCorrection + factors.Epsilon);
        var value = Vector.LoadUnsafe(ref valueAt, i) * factors.Keep - step * factors.Rate;
        value.StoreUnsafe(ref valueAt, i);
        if (!averages.IsEmpty)
        {
            ref var averageAt = ref MemoryMarshal.GetReference(averages);
            (Vector.LoadUnsafe(ref averageAt, i) * factors.AverageDecay + value * factors.AverageRest).StoreUnsafe(ref averageAt, i);
        }
        return value;
    }

    /// <summary>An update's numbers, each in every lane of a vector.</summary>
    private readonly struct AdamFactors(AdamUpdate update, double scale)
    {
        public readonly Vector<float> Scale = new((float)scale);
        public readonly Vector<float> Keep = new((float)update.Keep);
        public readonly Vector<float> Beta1 = new((float)update.Beta1);
        public readonly Vector<float> Rest1 = new((float)(1 - update.Beta1));
        public readonly Vector<float> Beta2 = new((float)update.Beta2);
        public readonly Vector<float> Rest2 = new((float)(1 - update.Beta2));
        public readonly Vector<float> Rate = new((float)update.Rate);
        public readonly Vector<float> InverseCorrection = new((float)(1 / update.SquareCorrection));
        public readonly Vector<float> Epsilon = new((float)update.Epsilon);
        public readonly Vector<float> AverageDecay = new((float)update.AverageDecay);
        public readonly Vector<float> AverageRest = new((float)(1 - update.AverageDecay));
    }
}
