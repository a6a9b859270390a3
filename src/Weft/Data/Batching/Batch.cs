using static TorchSharp.torch;

namespace Weft.Data.Batching;

/// <summary>What one forward pass takes. Its width is the length of its longest row.</summary>
/// <param name="Ids">Tokens, [batch, time], int64, on the model's device.</param>
/// <param name="Targets">
/// What is to be predicted, int64: of every token, [batch, time], as the token after it; or of every row, [batch], as its label.
/// <see cref="ChunkSource.Ignored"/> where nothing is scored. Always on the CPU, so that an output that treats rows by their targets need
/// not ask the device for them.
/// </param>
/// <param name="Starts">In which column each row begins, [batch]: what is before is padding. Null where all begin in the first.</param>
/// <param name="Ends">
/// Behind which column each row ends, [batch]: what follows is padding. Null where all end with the last. With causal attention nothing
/// depends on it: no token sees what comes after it.
/// </param>
internal sealed record Batch(Tensor Ids, Tensor Targets, IReadOnlyList<int>? Starts = null, IReadOnlyList<int>? Ends = null)
{
    /// <summary>What an encoder reads, a row for each of these; its targets say nothing. Null where there is no encoder.</summary>
    public Batch? Source { get; init; }

    /// <summary>The patches of a picture, which an encoder reads in the place of tokens, [batch, patches, numbers of a patch], float32, on the model's device: there are no ids then. Null where
    /// rows are texts.</summary>
    public Tensor? Patches { get; init; }

    /// <summary>The n-grams of each row; null where nobody looks at them.</summary>
    public NgramBags? Ngrams { get; init; }
}
