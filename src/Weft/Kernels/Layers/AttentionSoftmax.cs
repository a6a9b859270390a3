using System.Buffers;
using Weft.Kernels.Parallel;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Weft.Kernels.Layers;

/// <summary>
/// The weights of attention with dropout, on the CPU: a query sees the columns that <see cref="VisibleColumns"/> say.
/// Tensors are [batch, heads, queries, columns], contiguous, in float32 or bfloat16; sums are taken in float32.
/// </summary>
internal static class AttentionSoftmax
{
    private const int NumbersInBlock = 16384;

    /// <summary>Turns scores into probabilities.</summary>
    /// <param name="scores">Becomes softmax(scale · scores), zero where a row must not see.</param>
    /// <param name="scale">What scores are multiplied by.</param>
    /// <param name="mask">Which probabilities dropout keeps.</param>
    /// <param name="columns">Which columns a query sees; one that sees none gets zeros.</param>
    /// <returns>The probabilities after dropout.</returns>
    public static Tensor Forward(Tensor scores, float scale, DropoutMask mask, VisibleColumns columns = default)
    {
        var dropped = empty_like(scores);
        var (rows, kept) = (new FlatNumbers(scores), new FlatNumbers(dropped));
        var firstElement = mask.FirstElement(scores.numel());
        EachRow(scores, columns, (start, visible, row, _) =>
        {
            var seen = row[visible];
            rows.Load(start + visible.Start.Value, seen);
            Normalise(seen, scale);
            ClearOthers(row, visible);
            rows.Store(row, start);
            mask.Apply(seen, firstElement + (uint)(start + visible.Start.Value));
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
    /// <param name="columns">As in <see cref="Forward"/>.</param>
    public static void Backward(Tensor gradient, Tensor probabilities, float scale, DropoutMask mask, VisibleColumns columns = default)
    {
        var (gradients, shares) = (new FlatNumbers(gradient), new FlatNumbers(probabilities));
        var firstElement = mask.FirstElement(gradient.numel());
        EachRow(gradient, columns, (start, visible, row, other) =>
        {
            var change = row[visible];
            var share = other[visible];
            var first = start + visible.Start.Value;
            gradients.Load(first, change);
            mask.Apply(change, firstElement + (uint)first);
            shares.Load(first, share);
            // The derivative of a softmax p: p · (change - the mean of changes under p).
            var mean = TensorPrimitives.Dot<float>(change, share);
            TensorPrimitives.Subtract(change, mean, change);
            TensorPrimitives.Multiply(change, share, change);
            TensorPrimitives.Multiply(change, scale, change);
            ClearOthers(row, visible);
            gradients.Store(row, start);
        });
        GC.KeepAlive(gradient);
        GC.KeepAlive(probabilities);
    }

    private static void Normalise(Span<float> seen, float scale)
    {
        if (seen.IsEmpty)
            return;
        TensorPrimitives.Multiply(seen, scale, seen);
        TensorPrimitives.Subtract(seen, TensorPrimitives.Max<float>(seen), seen);
        TensorPrimitives.Exp<float>(seen, seen);
        TensorPrimitives.Multiply(seen, 1 / TensorPrimitives.Sum<float>(seen), seen);
    }

    private static void ClearOthers(Span<float> row, Range visible)
    {
        row[..visible.Start.Value].Clear();
        row[visible.End.Value..].Clear();
    }

    private delegate void RowBody(long start, Range visible, Span<float> row, Span<float> other);

    private static void EachRow(Tensor weights, VisibleColumns columns, RowBody body)
    {
        var (rows, queries, time) = (weights.numel() / weights.size(-1), (int)weights.size(-2), (int)weights.size(-1));
        var rowsOfOne = rows / weights.size(0); // heads * queries
        var rowsInBlock = Math.Max(1, NumbersInBlock / time);
        ParallelBlocks.Run((int)((rows + rowsInBlock - 1) / rowsInBlock), block =>
        {
            var memory = ArrayPool<float>.Shared.Rent(2 * time);
            var (row, end) = ((long)block * rowsInBlock, Math.Min(rows, (block + 1L) * rowsInBlock));
            for (; row < end; row++)
            {
                var visible = columns.SeenBy((int)(row / rowsOfOne), (int)(row % queries), time);
                body(row * time, visible, memory.AsSpan(0, time), memory.AsSpan(time, time));
            }
            ArrayPool<float>.Shared.Return(memory);
        });
    }
}
