using TorchSharp;
using Weft.Kernels;

namespace Weft.Bench.Trainings;

/// <summary>How the parts of Weft's step are computed: by C#'s kernels, or by LibTorch's operations.</summary>
/// <param name="Output">The decoder with softmax, loss and gradients.</param>
/// <param name="Layers">Gradients, dropout and norms of the layers.</param>
/// <param name="Update">The norm of the gradients, clipping and the update.</param>
internal sealed record WeftKernels(KernelPath Output, KernelPath Layers, KernelPath Update)
{
    /// <summary>Those that Weft takes on a device.</summary>
    public static WeftKernels For(torch.Device device)
    {
        var path = KernelPaths.For(device);
        return new WeftKernels(path, path, path);
    }
}
