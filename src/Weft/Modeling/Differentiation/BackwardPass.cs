using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace Weft.Modeling.Differentiation;

/// <summary>Runs autograd's backward pass through functions of <see cref="GraphFunction{T}"/>.</summary>
internal static class BackwardPass
{
    [ThreadStatic]
    private static ExceptionDispatchInfo? _failure;

    /// <summary>Adds the gradients of all that an output was made of to their <c>grad</c>.</summary>
    /// <param name="output">With gradient history.</param>
    /// <param name="gradient">The gradient with respect to it.</param>
    /// <exception cref="Exception">The first that a gradient function threw: gradients are incomplete then.</exception>
    public static void Run(Tensor output, Tensor gradient)
    {
        _failure = null;
        using (NewDisposeScope())
            output.backward([gradient]);
        _failure?.Throw();
    }

    /// <summary>Keeps the first exception until native code has returned.</summary>
    internal static bool Note(Exception failure)
    {
        _failure ??= ExceptionDispatchInfo.Capture(failure);
        return true;
    }
}
