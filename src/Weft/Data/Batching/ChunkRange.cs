namespace Weft.Data.Batching;

/// <summary>Which targets a chunk has.</summary>
/// <param name="Begin">The place in the split of its first target. Where a chunk reaches the split's end, it may go on at 0.</param>
/// <param name="Length">How many targets; at least 1.</param>
/// <param name="Context">How many of them, from the first, another chunk scores: here they are context alone.</param>
/// <param name="BeginsText">Whether nothing comes before the first target: its input is then the start token.</param>
internal readonly record struct ChunkRange(long Begin, int Length, int Context, bool BeginsText)
{
    /// <summary>How many targets are scored.</summary>
    public int Scored => Length - Context;
}
