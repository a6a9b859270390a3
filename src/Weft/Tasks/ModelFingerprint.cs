using System.Text.Json;
using Weft.Foundation;
using Weft.Modeling;

namespace Weft.Tasks;

/// <summary>Tells models apart whose weights must not be mixed up.</summary>
internal static class ModelFingerprint
{
    /// <summary>SHA-256 over the shape and what it is made for; dropout does not matter to the weights.</summary>
    /// <param name="options">The model's shape.</param>
    /// <param name="meaning">What its inputs and classes mean: the vocabulary's hash, and what else the task has of that kind.</param>
    public static string Of(ModelOptions options, string meaning)
    {
        var shape = JsonSerializer.SerializeToNode(options with { Dropout = 0 }, WeftJson.OneLine)!.AsObject();
        // What came later is left out where it changes no shape, or has the value that all models had: their checkpoints stay good.
        shape.Remove("dropouts");
        shape.Remove("initialDeviation");
        // It is of pictures alone, and then in the meaning.
        shape.Remove("patch");
        if (options.Biases)
            shape.Remove("biases");
        if (options.Softmax == SoftmaxKind.Full)
        {
            // Such a model is the one that it was before there was a choice, and its checkpoints stay good.
            shape.Remove("softmax");
            shape.Remove("adaptive");
        }
        if (!options.Ngrams.Any)
            shape.Remove("ngrams");
        if (options.Pooling == PoolingKind.Mean)
            shape.Remove("pooling");
        if (options.Attention == AttentionChoice.Auto)
            shape.Remove("attention");
        if (!options.IsProjected)
            shape.Remove("embeddingDimension");
        return Hashes.Sha256(shape.ToJsonString(WeftJson.OneLine) + meaning);
    }
}
