using System.Buffers;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Weft.Kernels;

/// <summary>
/// The weights of causal self-attention with dropout, on the CPU: position t sees columns 0 to t. Tensors are [..., time, time],
/// contiguous, in float32 or bfloat16; sums are taken in float32.
/// </summary>
internal static class CausalSoftmax
{
    private const int NumbersInBlock = 16384;

    /// <summary>Turns scores into probabilities.</summary>
    /// <param name="scores">Becomes softmax(scale · scores), zero where a row must not see.</param>
    /// <param name="scale">What scores are multiplied by.</param>
    /// <param name="mask">Which probabilities dropout keeps.</param>
    /// <returns>The probabilities after dropout.</returns>
    public static Tensor Forward(Tensor scores, float scale, DropoutMask mask)
    {
        var dropped = empty_like(scores);
        var (rows, kept) = (new FlatNumbers(scores), new FlatNumbers(dropped));
        EachRow(scores, (start, visible, row, _) =>
        {
            var seen = row[..visible];
            rows.Load(start, seen);
            TensorPrimitives.Multiply(seen, scale, seen);
            TensorPrimitives.Subtract(seen, TensorPrimitives.Max<float>(seen), seen);
            TensorPrimitives.Exp<float>(seen, seen);
            TensorPrimitives.Multiply(seen, 1 / TensorPrimitives.Sum<float>(seen), seen);
            row[visible..].Clear();
            rows.Store(row, start);
            mask.Apply(seen, (uint)start);
            kept.Store(row, start);
        });
        GC.KeepAlive(scores);
        return dropped;
    }

    /// <summary>Turns the gradient with respect to the dropped probabilities into that with respect to the scores.</summary>
    /// <param name="gradient">Is overwritten with the result.</param>
    /// <param name="probabilities">What <see cref="Forward"/> has left in its scores.</param>
    /// <param name="scale">As in <see cref="Forward"/>.</param>
    /// <param name="mask">As in <see cref="Forward"/>.</param>
    public static void Backward(Tensor gradient, Tensor probabilities, float scale, DropoutMask mask)
    {
        var (gradients, shares) = (new FlatNumbers(gradient), new FlatNumbers(probabilities));
        EachRow(gradient, (start, visible, row, other) =>
        {
            var change = row[..visible];
            var share = other[..visible];
            gradients.Load(start, change);
            mask.Apply(change, (uint)start);
            shares.Load(start, share);
            // The derivative of a softmax p: p · (change - the mean of changes under p).
            var mean = TensorPrimitives.Dot<float>(change, share);
            TensorPrimitives.Subtract(change, mean, change);
            TensorPrimitives.Multiply(change, share, change);
            TensorPrimitives.Multiply(change, scale, change);
            row[visible..].Clear();
            gradients.Store(row, start);
        });
        GC.KeepAlive(gradient);
        GC.KeepAlive(probabilities);
    }

    private delegate void RowBody(long start, int visible, Span<float> row, Span<float> other);

    private static void EachRow(Tensor weights, RowBody body)
    {
        var (rows, time) = (weights.numel() / weights.shape[^1], (int)weights.shape[^1]);
        var rowsInBlock = Math.Max(1, NumbersInBlock / time);
        ParallelBlocks.Run((int)((rows + rowsInBlock - 1) / rowsInBlock), block =>
        {
            var memory = ArrayPool<float>.Shared.Rent(2 * time);
            var (row, end) = ((long)block * rowsInBlock, Math.Min(rows, (block + 1L) * rowsInBlock));
            for (; row < end; row++)
                body(row * time, (int)(row % time) + 1, memory.AsSpan(0, time), memory.AsSpan(time, time));
            ArrayPool<float>.Shared.Return(memory);
        });
    }
}
