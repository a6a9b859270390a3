using static TorchSharp.torch;

namespace Weft.Data;

/// <summary>What one forward pass takes. Its width is the length of its longest row.</summary>
/// <param name="Ids">Tokens, [batch, time], int64, on the model's device.</param>
/// <param name="Targets">
/// The token after each, [batch, time], int64; <see cref="ChunkSource.Ignored"/> where nothing is scored. Always on the CPU, so that an
/// output that treats rows by their targets need not ask the device for them.
/// </param>
/// <param name="Starts">
/// In which column each row begins, [batch]: what is before is padding. Null where all begin in the first. Padding behind a row needs no
/// mention: no token sees what comes after it.
/// </param>
internal sealed record Batch(Tensor Ids, Tensor Targets, IReadOnlyList<int>? Starts = null);
