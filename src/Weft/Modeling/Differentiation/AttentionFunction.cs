using Weft.Kernels;
using static TorchSharp.torch;

namespace Weft.Modeling.Differentiation;

/// <summary>
/// Causal attention whose weights go through dropout: softmax(queries · keysᵀ / √head) · values (Vaswani et al. 2017, section 3.2.1), with
/// the weights in memory. Without dropout, LibTorch's fused attention does without them.
/// </summary>
internal sealed class AttentionFunction : GraphFunction<AttentionFunction>
{
    /// <inheritdoc/>
    protected override int Inputs => 4;

    /// <param name="queries">[batch, heads, time, head], float32 or bfloat16, as are the others.</param>
    /// <param name="keys">[batch, heads, time, head]</param>
    /// <param name="values">[batch, heads, time, head]</param>
    /// <param name="mask">Which weights are kept.</param>
    /// <param name="starts">In which column each row begins, [batch]: none before is seen, and zeros stand there. Null for the first.</param>
    /// <returns>[batch, heads, time, head]</returns>
    public static Tensor Apply(Tensor queries, Tensor keys, Tensor values, DropoutMask mask, int[]? starts) =>
        apply(queries, keys, values, new Masks(mask, starts));

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        using var scope = NewDisposeScope();
        var masks = (Masks)vars[3];
        var (queries, keys, values) = (((Tensor)vars[0]).contiguous(), ((Tensor)vars[1]).contiguous(), ((Tensor)vars[2]).contiguous());
        var weights = queries.matmul(keys.transpose(-2, -1)); // [batch, heads, time, time]
        var dropped = CausalSoftmax.Forward(weights, ScaleOf(queries), masks.Dropout, masks.Starts);
        Tensor[] saved = [queries, keys, values, weights, dropped];
        foreach (var tensor in saved)
            tensor.MoveToOuterDisposeScope();
        Save(ctx, masks, saved);
        return dropped.matmul(values).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override Tensor?[] Differentiate(autograd.AutogradContext context, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        var saved = context.get_saved_variables();
        var (queries, keys, values, weights, dropped) = (saved[0], saved[1], saved[2], saved[3], saved[4]);
        gradient = gradient.contiguous();
        var scores = gradient.matmul(values.transpose(-2, -1)); // [batch, heads, time, time]
        var masks = StateOf<Masks>(context);
        CausalSoftmax.Backward(scores, weights, ScaleOf(queries), masks.Dropout, masks.Starts);
        return
        [
            scores.matmul(keys).MoveToOuterDisposeScope(),
            scores.transpose(-2, -1).matmul(queries).MoveToOuterDisposeScope(),
            dropped.transpose(-2, -1).matmul(gradient).MoveToOuterDisposeScope(),
            null,
        ];
    }

    private static float ScaleOf(Tensor queries) => (float)(1 / Math.Sqrt(queries.shape[^1]));

    private sealed record Masks(DropoutMask Dropout, int[]? Starts);
}
