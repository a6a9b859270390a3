using TorchSharp.Modules;

namespace Weft.Modeling.Parameters;

/// <summary>A parameter as a buffer takes it in.</summary>
/// <param name="Name">Its name in checkpoints.</param>
/// <param name="Parameter">Contiguous, float32.</param>
/// <param name="Role">How it is used.</param>
/// <param name="Part">What it is in the model.</param>
internal sealed record ParameterEntry(string Name, Parameter Parameter, ParameterRole Role, ModelPart Part)
{
    /// <summary>How many matrices of equal size lie in it, one below the other: three where queries, keys and values share a product.</summary>
    public int Matrices { get; init; } = 1;

    /// <summary>Whether it is the head's own: what maps hidden states onto classes, its biases too.</summary>
    public bool IsOfHead { get; init; }

    /// <summary>After which part of a backward pass its gradient is complete: 0 the head, 1 the last layer, 2 the one before it, and so on, an encoder's layers after those of
    /// the stack that looks at it; null at the end.</summary>
    public int? Stage { get; init; }
}
