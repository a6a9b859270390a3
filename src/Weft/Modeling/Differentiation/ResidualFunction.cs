using Weft.Kernels.Layers;
using static TorchSharp.torch;

namespace Weft.Modeling.Differentiation;

/// <summary>The residual path and a branch after dropout, in one pass: x + mask · branch.</summary>
internal sealed class ResidualFunction : GraphFunction<ResidualFunction>
{
    /// <inheritdoc/>
    protected override int Inputs => 3;

    /// <param name="x">The residual path, float32.</param>
    /// <param name="branch">In the same shape, float32 or bfloat16.</param>
    /// <param name="mask">What is kept of the branch; null is all of it.</param>
    /// <returns>In float32.</returns>
    public static Tensor Apply(Tensor x, Tensor branch, DropoutMask? mask) =>
        is_grad_enabled() ? apply(x, branch, new Saved(mask, branch.dtype)) : Sum(x, branch, mask);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var saved = (Saved)vars[2];
        Save(ctx, saved);
        return Sum((Tensor)vars[0], (Tensor)vars[1], saved.Mask);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Differentiate(autograd.AutogradContext context, Tensor gradient)
    {
        var saved = StateOf<Saved>(context);
        using var given = gradient.contiguous();
        return [gradient.alias(), Dropout.Mask(given, saved.Mask, saved.BranchType), null];
    }

    private static Tensor Sum(Tensor x, Tensor branch, DropoutMask? mask)
    {
        using var left = x.contiguous();
        using var right = branch.contiguous();
        return Dropout.MaskAndAdd(left, right, mask);
    }

    private sealed record Saved(DropoutMask? Mask, ScalarType BranchType);
}
