using Weft.Data.Store;

namespace Weft.Data.Batching;

/// <summary>
/// The windows of a split, the same ones in every epoch: what is measured. A split of N tokens has N targets, each of them scored exactly once; the input of a target is the token
/// before it, and the input of the first one is the vocabulary's end-of-text token.
/// </summary>
/// <remarks>
/// Chunk 0 covers the targets from 0 to <c>time</c>, all of them scored. Every further one begins <c>stride</c> targets after the one
/// before and scores only those of its targets that no earlier chunk has scored, its last <c>stride</c>: the others are context. With
/// <c>stride == time</c> chunk i covers the targets from i·time to (i+1)·time, and none is context.
/// </remarks>
internal sealed class FixedChunks : ChunkSource
{
    private readonly long _tokens;

    /// <summary>Divides a split into chunks that do not overlap.</summary>
    /// <param name="tokens">The split.</param>
    /// <param name="time">The length of a chunk, in tokens.</param>
    /// <param name="startId">The input of the first target: the vocabulary's end-of-text token.</param>
    public FixedChunks(TokenSequence tokens, int time, int startId)
        : this(tokens, time, startId, time)
    {
    }

    /// <summary>Divides a split into chunks that overlap, so that every target but the first ones has at least
    /// <paramref name="time"/> - <paramref name="stride"/> tokens of context.</summary>
    /// <param name="tokens">The split.</param>
    /// <param name="time">The length of a chunk, in tokens.</param>
    /// <param name="startId">The input of the first target: the vocabulary's end-of-text token.</param>
    /// <param name="stride">How many targets each chunk scores; from 1 to <paramref name="time"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is not positive, or the stride exceeds the time.</exception>
    public FixedChunks(TokenSequence tokens, int time, int startId, int stride)
        : base(tokens, startId)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(time);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stride, time);
        (_tokens, Time, Stride) = (tokens.Count, time, stride);
        Count = tokens.Count == 0 ? 0 : 1 + (Math.Max(0, tokens.Count - time) + stride - 1) / stride;
    }

    /// <summary>The length of a chunk, in tokens.</summary>
    public int Time { get; }

    /// <summary>How many targets a chunk after the first scores.</summary>
    public int Stride { get; }

    /// <inheritdoc/>
    public override long Count { get; }

    /// <summary>How many targets a chunk scores; they sum to the number of tokens.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such chunk.</exception>
    public int ScoredTargets(long chunk) => RangeOf(0, chunk).Scored;

    /// <inheritdoc/>
    public override ChunkRange RangeOf(long epoch, long chunk)
    {
        RequireChunk(chunk);
        var begin = chunk * Stride;
        var length = (int)Math.Min(Time, _tokens - begin);
        return new ChunkRange(begin, length, Context: chunk == 0 ? 0 : Time - Stride, BeginsText: chunk == 0);
    }

    /// <summary>Writes the inputs and the targets of chunks, one row each.</summary>
    /// <param name="chunkIndices">Which chunks.</param>
    /// <param name="ids">The inputs, [batch, time]; positions past the end get the start token.</param>
    /// <param name="targets">The targets, [batch, time]; <see cref="ChunkSource.Ignored"/> where none is scored.</param>
    /// <exception cref="ArgumentException">A span has not [batch, time] elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such chunk.</exception>
    public void Fill(ReadOnlySpan<long> chunkIndices, Span<long> ids, Span<long> targets)
    {
        var elements = (long)chunkIndices.Length * Time;
        if (ids.Length != elements || targets.Length != elements)
        {
            throw new ArgumentException(
                $"{chunkIndices.Length} chunks of {Time} need {elements} ids and targets, not {ids.Length} and {targets.Length}.");
        }
        for (var row = 0; row < chunkIndices.Length; row++)
            FillRow(chunkIndices[row], ids.Slice(row * Time, Time), targets.Slice(row * Time, Time));
    }

    private void FillRow(long chunk, Span<long> ids, Span<long> targets)
    {
        var range = RangeOf(0, chunk);
        Read(range, ids[..range.Length], targets[..range.Length]);
        ids[range.Length..].Fill(StartId);
        targets[range.Length..].Fill(Ignored);
    }
}
