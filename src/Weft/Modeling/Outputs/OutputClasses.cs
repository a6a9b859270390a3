using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Weft.Modeling.Outputs;

/// <summary>What a head tells apart, and where the weights of these classes are.</summary>
/// <param name="Count">How many classes; for a language model the tokens.</param>
/// <param name="Width">Numbers in the vector of a class.</param>
/// <param name="Device">Where the weights live.</param>
internal sealed record OutputClasses(int Count, int Width, Device Device)
{
    /// <summary>Vectors that something else has for the classes, [count, width], to be shared with it; null where the head has its own.</summary>
    public Parameter? Shared { get; init; }

    /// <summary>The rows of an embedding as classes.</summary>
    /// <param name="embedding">[tokens, width]</param>
    public static OutputClasses OfShared(Parameter embedding) =>
        new((int)embedding.shape[0], (int)embedding.shape[1], embedding.device) { Shared = embedding };
}
