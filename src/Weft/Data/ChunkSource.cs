namespace Weft.Data;

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

    private readonly TokenSequence _tokens;

    /// <param name="tokens">The split.</param>
    /// <param name="startId">The input where nothing comes before: the vocabulary's end-of-text token. It is the padding too.</param>
    private protected ChunkSource(TokenSequence tokens, int startId) => (_tokens, StartId) = (tokens, startId);

    /// <summary>The number of chunks, the same in every epoch.</summary>
    public abstract long Count { get; }

    /// <summary>On which side of a batch the shorter of its rows are padded.</summary>
    public virtual PaddingSide Padding => PaddingSide.Right;

    /// <summary>What stands in a row where there is no token.</summary>
    internal int StartId { get; }

    /// <summary>Which targets a chunk has in an epoch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such chunk.</exception>
    public abstract ChunkRange RangeOf(long epoch, long chunk);

    /// <summary>Writes a chunk's inputs and targets.</summary>
    /// <param name="range">The chunk, from <see cref="RangeOf"/>.</param>
    /// <param name="ids">The inputs, [<see cref="ChunkRange.Length"/>].</param>
    /// <param name="targets">The targets, as many; <see cref="Ignored"/> where none is scored.</param>
    internal void Read(ChunkRange range, Span<long> ids, Span<long> targets)
    {
        var beforeEnd = (int)Math.Min(range.Length, _tokens.Count - range.Begin);
        _tokens.CopyTo(range.Begin, targets[..beforeEnd]);
        _tokens.CopyTo(0, targets[beforeEnd..range.Length]);
        ids[0] = range.BeginsText ? StartId : _tokens[range.Begin - 1];
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
