using TorchSharp.Modules;
using Weft.Kernels;
using Weft.Modeling.Attention;
using Weft.Modeling.Differentiation;
using Weft.Modeling.Positions;
using static TorchSharp.torch;

namespace Weft.Modeling;

/// <summary>What all layers of a stack have in common.</summary>
/// <param name="Options">The model's shape.</param>
/// <param name="ProductType">The type in which products are taken.</param>
/// <param name="Path">How kernels are written: in C# where the tensors are on the CPU.</param>
/// <param name="Device">Where the parameters live.</param>
/// <param name="Dropout">Where the masks of dropout come from.</param>
/// <param name="Rotary">The rotations of queries and keys, or null.</param>
/// <param name="Attention">What a token sees of its text.</param>
/// <param name="MemoryWidth">Width of the memory that the layers look at too; 0 where there is no cross attention.</param>
internal sealed record StackSetup(
    ModelOptions Options, ScalarType ProductType, KernelPath Path, Device Device, DropoutSites Dropout, RotaryTable? Rotary, AttentionKind Attention,
    int MemoryWidth)
{
    /// <summary>Dropout, to be called while training alone.</summary>
    /// <param name="x">In any shape, float32 or the type of products.</param>
    /// <param name="place">Where it is applied.</param>
    public Tensor Drop(Tensor x, DropoutPlace place) =>
        Dropout.RateOf(place) is var rate && rate == 0 ? x
        : Path == KernelPath.Simd ? DropoutFunction.Apply(x, Dropout.Next(place))
        : nn.functional.dropout(x, rate, training: true);

    /// <summary>A norm over the model's width.</summary>
    public LayerNorm Norm() => nn.LayerNorm([Options.Dimension], bias: Options.Biases, device: Device);
}
