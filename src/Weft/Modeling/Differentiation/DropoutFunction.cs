using Weft.Kernels.Layers;
using static TorchSharp.torch;

namespace Weft.Modeling.Differentiation;

/// <summary>Dropout in the input's own type; the gradient draws the same mask again.</summary>
internal sealed class DropoutFunction : GraphFunction<DropoutFunction>
{
    /// <inheritdoc/>
    protected override int Inputs => 2;

    /// <param name="input">In any shape, float32 or bfloat16.</param>
    /// <param name="mask">What is kept.</param>
    public static Tensor Apply(Tensor input, DropoutMask mask) => apply(input, mask);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        Save(ctx, vars[1]);
        using var input = ((Tensor)vars[0]).contiguous();
        return Dropout.Mask(input, (DropoutMask)vars[1], input.dtype);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Differentiate(autograd.AutogradContext context, Tensor gradient)
    {
        using var given = gradient.contiguous();
        return [Dropout.Mask(given, StateOf<DropoutMask>(context), given.dtype), null];
    }
}
