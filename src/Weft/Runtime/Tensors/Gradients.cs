using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Weft.Runtime.Tensors;

/// <summary>Reaches the gradients of parameters for code that computes them itself.</summary>
internal static class Gradients
{
    /// <summary>A parameter's gradient, to be added to; a missing one is created with zeros. The handle is the caller's scope's.</summary>
    public static Tensor Gradient(this Parameter parameter)
    {
        parameter.grad ??= zeros_like(parameter).DetachFromDisposeScope();
        return parameter.grad;
    }
}
