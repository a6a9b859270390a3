using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Weft.Kernels.Parallel;

namespace Weft.Kernels.Updates;

/// <summary>How one vector of parameters is updated.</summary>
internal interface IVectorRule
{
    /// <summary>Whether the rule keeps squares of gradients.</summary>
    static abstract bool HasSquares { get; }

    /// <summary>Updates the state and gives the step: what is subtracted from the parameters.</summary>
    Vector512<float> Step(Vector512<float> gradient, ref Vector512<float> mean, ref Vector512<float> square);
}

/// <summary>
/// Clipping, weight decay, an optimizer's rule, the weights' average, their rounded copies and the gradient's zeroing in one pass. It is
/// bound by memory, and so every number is read and written once. Each is worked out by itself: the result does not depend on the
/// number of threads.
/// </summary>
internal static class FlatPass
{
    /// <summary>Updates a range of the buffers in place.</summary>
    /// <param name="buffers">On the CPU.</param>
    /// <param name="range">Which part of them.</param>
    /// <param name="rule">The optimizer's rule.</param>
    /// <param name="common">Decay and average.</param>
    /// <param name="scale">What gradients are multiplied by first.</param>
    public static void Update<TRule>(UpdateBuffers buffers, FlatRange range, TRule rule, ParameterUpdate common, double scale)
        where TRule : struct, IVectorRule
    {
        var (values, gradients) = (new TensorRows<float>(buffers.Values), new TensorRows<float>(buffers.Gradients));
        var means = new TensorRows<float>(buffers.Means);
        var squares = TRule.HasSquares ? new TensorRows<float>(buffers.Squares!) : means;
        var averages = buffers.Averages is { } average ? new TensorRows<float>(average) : default(TensorRows<float>?);
        var copies = buffers.HasCopies(range) ? new TensorRows<ushort>(buffers.Copies!) : default(TensorRows<ushort>?);
        ParallelBlocks.Run(range.Blocks, block =>
        {
            var factors = new Factors(common, scale);
            var (offset, end) = range.Block(block);
            while (offset < end)
            {
                var (isTouched, length) = range.Stretch(offset, end);
                var start = (int)(range.Start + offset);
                var kept = (int)(start - buffers.MeansStart);
                UpdateVectors(
                    values[0].Slice(start, length), isTouched ? gradients[0].Slice(start, length) : [], means[0].Slice(kept, length),
                    TRule.HasSquares ? squares[0].Slice((int)(start - buffers.SquaresStart), length) : [], averages is { } all ? all[0].Slice(kept, length) : [],
                    copies is { } rounded ? rounded[0].Slice(start, length) : [], rule, in factors);
                offset += length;
            }
        });
        GC.KeepAlive(buffers);
    }

    /// <summary>All spans are of one length; no gradients are zeros, and no squares, averages or copies are not written.</summary>
    private static void UpdateVectors<TRule>(
        Span<float> values, Span<float> gradients, Span<float> means, Span<float> squares, Span<float> averages, Span<ushort> copies,
        TRule rule, in Factors factors)
        where TRule : struct, IVectorRule
    {
        var count = (nuint)Vector512<float>.Count;
        for (nuint i = 0; i < (nuint)values.Length; i += 2 * count)
        {
            var lower = Next(values, gradients, means, squares, averages, rule, in factors, i);
            var upper = Next(values, gradients, means, squares, averages, rule, in factors, i + count);
            if (!copies.IsEmpty)
                BFloat16Format.Store(lower, upper, ref MemoryMarshal.GetReference(copies), i);
        }
    }

    /// <summary>Updates one vector and gives back its values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Next<TRule>(
        Span<float> values, Span<float> gradients, Span<float> means, Span<float> squares, Span<float> averages, TRule rule,
        in Factors factors, nuint i)
        where TRule : struct, IVectorRule
    {
        ref var valueAt = ref MemoryMarshal.GetReference(values);
        ref var meanAt = ref MemoryMarshal.GetReference(means);
        ref var squareAt = ref MemoryMarshal.GetReference(squares);
        var value = Vector512.LoadUnsafe(ref valueAt, i);
        var gradient = value * factors.Coupled;
        if (!gradients.IsEmpty)
        {
            ref var gradientAt = ref MemoryMarshal.GetReference(gradients);
            gradient += Vector512.LoadUnsafe(ref gradientAt, i) * factors.Scale;
            Vector512<float>.Zero.StoreUnsafe(ref gradientAt, i);
        }
        var mean = Vector512.LoadUnsafe(ref meanAt, i);
        var square = TRule.HasSquares ? Vector512.LoadUnsafe(ref squareAt, i) : default;
        value = value * factors.Keep - rule.Step(gradient, ref mean, ref square);
        mean.StoreUnsafe(ref meanAt, i);
        if (TRule.HasSquares)
            square.StoreUnsafe(ref squareAt, i);
        value.StoreUnsafe(ref valueAt, i);
        if (!averages.IsEmpty)
        {
            ref var averageAt = ref MemoryMarshal.GetReference(averages);
            (Vector512.LoadUnsafe(ref averageAt, i) * factors.AverageDecay + value * factors.AverageRest).StoreUnsafe(ref averageAt, i);
        }
        return value;
    }

    /// <summary>An update's numbers, each in every lane of a vector.</summary>
    private readonly struct Factors(ParameterUpdate update, double scale)
    {
        public readonly Vector512<float> Scale = Vector512.Create((float)scale);
        public readonly Vector512<float> Keep = Vector512.Create((float)update.Keep);
        public readonly Vector512<float> Coupled = Vector512.Create((float)update.Coupled);
        public readonly Vector512<float> AverageDecay = Vector512.Create((float)update.AverageDecay);
        public readonly Vector512<float> AverageRest = Vector512.Create((float)(1 - update.AverageDecay));
    }
}
