using static TorchSharp.torch;

namespace Weft.Data;

/// <summary>What one forward pass takes.</summary>
/// <param name="Ids">Tokens, [batch, time], int64, on the model's device.</param>
/// <param name="Targets">
/// The token after each, [batch, time], int64; <see cref="ChunkSet.Ignored"/> where nothing is scored. Always on the CPU, so that an
/// output that treats rows by their targets need not ask the device for them.
/// </param>
public sealed record Batch(Tensor Ids, Tensor Targets);
