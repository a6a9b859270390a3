using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Weft.Runtime.Tensors;

/// <summary>Finds numbers that are infinite or not a number at all. Of memory it is as fast as reading it.</summary>
internal static class FiniteNumbers
{
    /// <summary>Whether all numbers of a tensor are finite; whole numbers are. It may be on any device.</summary>
    public static bool AreAll(Tensor tensor)
    {
        // Of no numbers, TensorPrimitives says no.
        if (tensor.numel() == 0)
            return true;
        if (tensor.dtype == ScalarType.Float32 && tensor.device_type == TorchSharp.DeviceType.CPU && tensor.is_contiguous() && tensor.numel() <= int.MaxValue)
        {
            var finite = TensorPrimitives.IsFiniteAll<float>(TensorMemory.Span<float>(tensor));
            GC.KeepAlive(tensor);
            return finite;
        }
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        return !is_floating_point(tensor) || tensor.isfinite().all().item<bool>();
    }

    /// <summary>The name of the first tensor that holds a number which is not finite, or null.</summary>
    public static string? FirstOther(IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        foreach (var (name, tensor) in tensors)
        {
            if (!AreAll(tensor))
                return name;
        }
        return null;
    }
}
