using Weft.Modeling;
using Weft.Modeling.Parameters;
using Weft.Training.Options;

namespace Weft.Training;

/// <summary>Lets gradients reach just the parameters that a phase trains.</summary>
internal static class ParameterFreezer
{
    /// <summary>Freezes what the phase does not train, and nothing else.</summary>
    public static void Apply(TransformerLanguageModel model, Trainable trainable)
    {
        foreach (var slot in model.Weights.Slots)
            slot.Parameter.requires_grad = IsTrained(slot.Entry, trainable);
        // Updates leave alone what an earlier phase did not train, its gradient too.
        model.Weights.ZeroGradients();
    }

    private static bool IsTrained(ParameterEntry entry, Trainable trainable) => trainable switch
    {
        Trainable.Embeddings => entry.Part is ModelPart.Embedding or ModelPart.Positions,
        Trainable.EmbeddingsAndDecoder =>
            entry.Part is ModelPart.Embedding or ModelPart.Positions || TransformerLanguageModel.IsOfDecoder(entry.Name),
        _ => true,
    };
}
