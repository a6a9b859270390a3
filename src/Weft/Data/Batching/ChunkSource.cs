using Weft.Data.Store;

namespace Weft.Data.Batching;

/// <summary>
/// The chunks of a split: what a sampler chooses from, by numbers, and what the rows of a batch are read from. Whatever kind it is, the input
/// of a target is the token before it, or the vocabulary's end-of-text token where nothing comes before; and but for
/// <see cref="RandomChunks"/>, every token of the split is a scored target of exactly one chunk in each epoch. Safe to read from several
/// threads.
/// </summary>
internal abstract class ChunkSource
{
    /// <summary>The target where none is scored: padding, or context. PyTorch's <c>ignore_index</c>.</summary>
    public const long Ignored = -100;

    /// <param name="tokens">The split.</param>
    /// <param name="startId">The input where nothing comes before: the vocabulary's end-of-text token. It is the padding too.</param>
    private protected ChunkSource(TokenSequence tokens, int startId) => (Tokens, StartId) = (tokens, startId);

    /// <summary>The number of chunks, the same in every epoch.</summary>
    public abstract long Count { get; }

    /// <summary>On which side of a batch the shorter of its rows are padded.</summary>
    public virtual PaddingSide Padding => PaddingSide.Right;

    /// <summary>The split.</summary>
    internal TokenSequence Tokens { get; }

    /// <summary>What stands in a row where there is no token.</summary>
    internal int StartId { get; }

    /// <summary>Which targets a chunk has in an epoch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such chunk.</exception>
    public abstract ChunkRange RangeOf(long epoch, long chunk);

    /// <summary>Reads chunks into a batch. Several threads may do so, each with a buffer of its own.</summary>
    /// <param name="epoch">The epoch in which they were chosen.</param>
    /// <param name="chosen">Their numbers.</param>
    /// <param name="into">What takes them in, with a target for every token.</param>
    /// <param name="dropout">Takes words out of the inputs; null takes none.</param>
    /// <param name="drawn">All that were drawn, for whichever worker: rows are as wide as the longest of these. Null where they are those chosen.</param>
    internal void Read(long epoch, long[] chosen, BatchBuffer into, WordDropout? dropout = null, long[]? drawn = null)
    {
        var ranges = new ChunkRange[chosen.Length];
        Span<int> lengths = chosen.Length <= 256 ? stackalloc int[chosen.Length] : new int[chosen.Length];
        for (var row = 0; row < chosen.Length; row++)
        {
            ranges[row] = RangeOf(epoch, chosen[row]);
            lengths[row] = ranges[row].Length;
        }
        into.Begin(chosen, lengths, StartId, Padding, width: drawn?.Max(chunk => RangeOf(epoch, chunk).Length) ?? 1);
        for (var row = 0; row < chosen.Length; row++)
        {
            Read(ranges[row], into.IdsOf(row), into.TargetsOf(row));
            dropout?.Apply(into.IdsOf(row), row);
        }
    }

    /// <summary>Writes a chunk's inputs and targets.</summary>
    /// <param name="range">The chunk, from <see cref="RangeOf"/>.</param>
    /// <param name="ids">The inputs, [<see cref="ChunkRange.Length"/>].</param>
    /// <param name="targets">The targets, as many; <see cref="Ignored"/> where none is scored.</param>
    internal void Read(ChunkRange range, Span<long> ids, Span<long> targets)
    {
        var beforeEnd = (int)Math.Min(range.Length, Tokens.Count - range.Begin);
        Tokens.CopyTo(range.Begin, targets[..beforeEnd]);
        Tokens.CopyTo(0, targets[beforeEnd..range.Length]);
        ids[0] = range.BeginsText ? StartId : Tokens[range.Begin - 1];
        targets[..(range.Length - 1)].CopyTo(ids[1..]);
        if (beforeEnd < range.Length)
            ids[beforeEnd] = StartId;
        targets[..range.Context].Fill(Ignored);
    }

    private protected void RequireChunk(long chunk)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(chunk);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(chunk, Count);
    }
}
