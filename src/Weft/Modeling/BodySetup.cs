using Weft.Kernels;
using static TorchSharp.torch;

namespace Weft.Modeling;

/// <summary>What all layers of a model have in common.</summary>
/// <param name="Options">The model's shape.</param>
/// <param name="ProductType">The type in which products are taken.</param>
/// <param name="Path">How kernels are written: in C# where the tensors are on the CPU.</param>
/// <param name="Device">Where the parameters live.</param>
/// <param name="Rotary">The rotations of queries and keys, or null.</param>
internal sealed record BodySetup(ModelOptions Options, ScalarType ProductType, KernelPath Path, Device Device, RotaryTable? Rotary);
