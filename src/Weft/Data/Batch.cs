using static TorchSharp.torch;

namespace Weft.Data;

/// <summary>What one forward pass takes.</summary>
/// <param name="Ids">Tokens, [batch, time], int64.</param>
/// <param name="Targets">The token after each, [batch, time], int64; <see cref="ChunkSet.Ignored"/> where nothing is scored.</param>
public sealed record Batch(Tensor Ids, Tensor Targets);
