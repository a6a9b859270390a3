using Weft.Modeling;
using Weft.Training.Options;

namespace Weft.Training;

/// <summary>Lets gradients reach just the parameters that a phase trains.</summary>
internal static class ParameterFreezer
{
    /// <summary>Freezes the layers in an embeddings phase, nothing otherwise.</summary>
    public static void Apply(TransformerLanguageModel model, Trainable trainable)
    {
        foreach (var (name, parameter) in model.named_parameters())
            parameter.requires_grad = trainable == Trainable.All || !name.StartsWith("layers.", StringComparison.Ordinal);
        // Updates leave alone what an earlier phase did not train, its gradient too.
        model.Weights.ZeroGradients();
    }
}
