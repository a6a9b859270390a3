using Weft.Kernels.Layers;
using static TorchSharp.torch;

namespace Weft.Modeling.Differentiation;

/// <summary>
/// Attention whose weights go through dropout: softmax(queries · keysᵀ / √head) · values (Vaswani et al. 2017, section 3.2.1), with
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
    /// <param name="columns">Which columns a query sees; where it sees none, zeros come out.</param>
    /// <returns>[batch, heads, time, head]</returns>
    public static Tensor Apply(Tensor queries, Tensor keys, Tensor values, DropoutMask mask, VisibleColumns columns) =>
        apply(queries, keys, values, new Masks(mask, columns));

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var masks = (Masks)vars[3];
        var (queries, keys, values) = (((Tensor)vars[0]).contiguous(), ((Tensor)vars[1]).contiguous(), ((Tensor)vars[2]).contiguous());
        using var columns = keys.transpose(-2, -1);
        var weights = queries.matmul(columns); // [batch, heads, time, time]
        var dropped = AttentionSoftmax.Forward(weights, ScaleOf(queries), masks.Dropout, masks.Columns);
        Save(ctx, masks, queries, keys, values, weights, dropped);
        return dropped.matmul(values);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Differentiate(autograd.AutogradContext context, Tensor gradient)
    {
        var saved = context.get_saved_variables();
        using var queries = saved[0];
        using var keys = saved[1];
        using var values = saved[2];
        using var weights = saved[3];
        using var dropped = saved[4];
        using var given = gradient.contiguous();
        using var columns = values.transpose(-2, -1);
        using var scores = given.matmul(columns); // [batch, heads, time, time]
        var masks = StateOf<Masks>(context);
        AttentionSoftmax.Backward(scores, weights, ScaleOf(queries), masks.Dropout, masks.Columns);
        using var scoresTransposed = scores.transpose(-2, -1);
        using var droppedTransposed = dropped.transpose(-2, -1);
        return [scores.matmul(keys), scoresTransposed.matmul(queries), droppedTransposed.matmul(given), null];
    }

    private static float ScaleOf(Tensor queries) => (float)(1 / Math.Sqrt(queries.size(-1)));

    private sealed record Masks(DropoutMask Dropout, VisibleColumns Columns);
}
