using Weft.Kernels.Parallel;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Weft.Kernels.Layers;

/// <summary>Dropout on the CPU, in one pass with what surrounds it. All tensors are contiguous, in float32 or bfloat16.</summary>
internal static class Dropout
{
    /// <summary>mask · input; of a gradient too.</summary>
    /// <param name="input">In any shape.</param>
    /// <param name="mask">Which elements are kept; null keeps all as they are.</param>
    /// <param name="type">The type of the result.</param>
    public static Tensor Mask(Tensor input, DropoutMask? mask, ScalarType type)
    {
        var result = empty_like(input, type);
        var (from, to) = (new FlatNumbers(input), new FlatNumbers(result));
        var first = mask?.FirstElement(input.numel()) ?? 0;
        Tiles.Run(input, (start, tile, _) =>
        {
            from.Load(start, tile);
            mask?.Apply(tile, first + (uint)start);
            to.Store(tile, start);
        });
        GC.KeepAlive(input);
        return result;
    }

    /// <summary>residual + mask · branch.</summary>
    /// <param name="residual">float32.</param>
    /// <param name="branch">In the same shape.</param>
    /// <param name="mask">Which elements of the branch are kept; null keeps all as they are.</param>
    /// <returns>In float32.</returns>
    public static Tensor MaskAndAdd(Tensor residual, Tensor branch, DropoutMask? mask)
    {
        var result = empty_like(residual);
        var (left, right, to) = (new FlatNumbers(residual), new FlatNumbers(branch), new FlatNumbers(result));
        var first = mask?.FirstElement(branch.numel()) ?? 0;
        Tiles.Run(residual, (start, tile, other) =>
        {
            right.Load(start, tile);
            mask?.Apply(tile, first + (uint)start);
            left.Load(start, other);
            TensorPrimitives.Add(tile, other, tile);
            to.Store(tile, start);
        });
        GC.KeepAlive(residual);
        GC.KeepAlive(branch);
        return result;
    }
}
