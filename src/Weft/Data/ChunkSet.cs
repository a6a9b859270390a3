namespace Weft.Data;

/// <summary>
/// The windows of a split. A split of N tokens has N targets, each of them scored exactly once; the input of a target is the token
/// before it, and the input of the first one is the vocabulary's end-of-text token.
/// </summary>
/// <remarks>
/// Chunk 0 covers the targets from 0 to <c>time</c>, all of them scored. Every further one begins <c>stride</c> targets after the one
/// before and scores only those of its targets that no earlier chunk has scored, its last <c>stride</c>: the others are context. With
/// <c>stride == time</c>, as in training, chunk i covers the targets from i·time to (i+1)·time, and none is context.
/// </remarks>
public sealed class ChunkSet
{
    /// <summary>The target where none is scored: past the end of the split, or context. PyTorch's <c>ignore_index</c>.</summary>
    public const long Ignored = -100;

    private readonly TokenSequence _tokens;
    private readonly int _startId;

    /// <summary>Divides a split into chunks that do not overlap.</summary>
    /// <param name="tokens">The split.</param>
    /// <param name="time">The length of a chunk, in tokens.</param>
    /// <param name="startId">The input of the first target: the vocabulary's end-of-text token.</param>
    public ChunkSet(TokenSequence tokens, int time, int startId)
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
    public ChunkSet(TokenSequence tokens, int time, int startId, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(time);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stride, time);
        (_tokens, Time, _startId, Stride) = (tokens, time, startId, stride);
        Count = tokens.Count == 0 ? 0 : 1 + (Math.Max(0, tokens.Count - time) + stride - 1) / stride;
    }

    /// <summary>The length of a chunk, in tokens.</summary>
    public int Time { get; }

    /// <summary>How many targets a chunk after the first scores.</summary>
    public int Stride { get; }

    /// <summary>The number of chunks.</summary>
    public long Count { get; }

    /// <summary>How many targets a chunk scores; they sum to the number of tokens.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such chunk.</exception>
    public int ScoredTargets(long chunk)
    {
        var (_, firstScored, end) = Range(chunk);
        return (int)(end - firstScored);
    }

    /// <summary>Writes the inputs and the targets of chunks, one row each.</summary>
    /// <param name="chunkIndices">Which chunks.</param>
    /// <param name="ids">The inputs, [batch, time]; positions past the end get the start token.</param>
    /// <param name="targets">The targets, [batch, time]; <see cref="Ignored"/> where none is scored.</param>
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
        var (begin, firstScored, end) = Range(chunk);
        var length = (int)(end - begin);
        _tokens.CopyTo(begin, targets[..length]);
        ids[0] = begin == 0 ? _startId : _tokens[begin - 1];
        targets[..(length - 1)].CopyTo(ids[1..]);
        ids[length..].Fill(_startId);
        targets[..(int)(firstScored - begin)].Fill(Ignored);
        targets[length..].Fill(Ignored);
    }

    private (long Begin, long FirstScored, long End) Range(long chunk)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(chunk);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(chunk, Count);
        var begin = chunk * Stride;
        return (begin, chunk == 0 ? 0 : begin - Stride + Time, Math.Min(begin + Time, _tokens.Count));
    }
}
