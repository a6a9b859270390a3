using TorchSharp;
using static TorchSharp.torch;

namespace Weft.Kernels;

/// <summary>The two ways in which a kernel is written; tests hold them to the same results.</summary>
internal enum KernelPath
{
    /// <summary>One pass in C# with vector instructions, over memory of the CPU.</summary>
    Simd,

    /// <summary>LibTorch's operations, on any device.</summary>
    Tensors,
}

internal static class KernelPaths
{
    /// <summary>The path for tensors on a device.</summary>
    public static KernelPath For(Device device) => device.type == DeviceType.CPU ? KernelPath.Simd : KernelPath.Tensors;
}
