using static TorchSharp.torch;

namespace Weft.Modeling.Differentiation;

/// <summary>
/// A function whose gradient is written by hand. TorchSharp calls the backward pass from native code, where an exception would end the
/// process: it is noted here, the gradients are left out, and <see cref="BackwardPass"/> throws it when native code has returned.
/// </summary>
/// <remarks>
/// On the CPU alone: elsewhere LibTorch calls it on threads of its own, which have no dispose scope. A scope must be open around the
/// backward pass, because nothing else holds a gradient between its return to native code and its use there.
/// </remarks>
/// <typeparam name="T">The class itself: TorchSharp makes one of it.</typeparam>
internal abstract class GraphFunction<T> : autograd.SingleTensorFunction<T>
    where T : GraphFunction<T>, new()
{
    // The key of what Save keeps.
    private const string State = "state";

    /// <inheritdoc/>
    public sealed override string Name => GetType().Name;

    /// <inheritdoc/>
    public sealed override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        try
        {
            return new List<Tensor>(Differentiate(ctx, grad_output)!);
        }
        catch (Exception failure) when (BackwardPass.Note(failure))
        {
            return new List<Tensor>(new Tensor[Inputs]);
        }
    }

    /// <summary>The number of arguments of the forward pass.</summary>
    protected abstract int Inputs { get; }

    /// <summary>The gradients of all arguments of the forward pass, null where there is none or none is wanted.</summary>
    protected abstract Tensor?[] Differentiate(autograd.AutogradContext context, Tensor gradient);

    /// <summary>Keeps tensors, and what else is needed, for the backward pass.</summary>
    protected static void Save(autograd.AutogradContext context, object state, params ReadOnlySpan<Tensor> tensors)
    {
        context.save_data(State, state);
        context.save_for_backward([.. tensors]);
    }

    /// <summary>What was kept by <see cref="Save"/>, other than tensors.</summary>
    protected static TState StateOf<TState>(autograd.AutogradContext context) => (TState)context.get_data(State);
}
