using Weft.Kernels;
using Weft.Modeling.Differentiation;
using static TorchSharp.torch;

namespace Weft.Modeling;

/// <summary>What all layers of a model have in common.</summary>
/// <param name="Options">The model's shape.</param>
/// <param name="ProductType">The type in which products are taken.</param>
/// <param name="Path">How kernels are written: in C# where the tensors are on the CPU.</param>
/// <param name="Device">Where the parameters live.</param>
/// <param name="Dropout">Where the masks of dropout come from.</param>
/// <param name="Rotary">The rotations of queries and keys, or null.</param>
internal sealed record BodySetup(
    ModelOptions Options, ScalarType ProductType, KernelPath Path, Device Device, DropoutSites Dropout, RotaryTable? Rotary)
{
    /// <summary>Dropout, to be called while training alone.</summary>
    /// <param name="x">In any shape, float32 or the type of products.</param>
    public Tensor Drop(Tensor x) =>
        Options.Dropout == 0 ? x
        : Path == KernelPath.Simd ? DropoutFunction.Apply(x, Dropout.Next())
        : nn.functional.dropout(x, Options.Dropout, training: true);
}
