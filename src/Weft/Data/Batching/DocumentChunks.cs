using Weft.Data.Store;

namespace Weft.Data.Batching;

/// <summary>
/// Documents, each by itself: one that is longer than a window is cut into consecutive pieces, and no piece sees another document. Chunks
/// are numbered by rising length, those of one length in the order of the text: neighbours make batches with little padding.
/// </summary>
/// <remarks>A chunk takes 8 bytes of memory, and making the set is one pass over the documents' offsets.</remarks>
internal sealed class DocumentChunks : ChunkSource
{
    // The beginning, whether it is a document's, and the length, in one number.
    private const int LengthBits = 24;
    private const int LengthMask = (1 << LengthBits) - 1;

    private const int DocumentsAtOnce = 1 << 12;

    private readonly ulong[] _pieces;
    private readonly int _overlap;

    /// <summary>Divides a split whose documents overlap nowhere.</summary>
    /// <param name="tokens">The split.</param>
    /// <param name="time">The most tokens of a piece.</param>
    /// <param name="startId">The input of each document's first target: the vocabulary's end-of-text token.</param>
    /// <param name="padding">On which side shorter rows of a batch are padded.</param>
    public DocumentChunks(TokenSequence tokens, int time, int startId, PaddingSide padding)
        : this(tokens, time, startId, padding, time)
    {
    }

    /// <summary>Divides a split into pieces that overlap within their documents, as those of <see cref="FixedChunks"/> do.</summary>
    /// <param name="tokens">The split.</param>
    /// <param name="time">The most tokens of a piece.</param>
    /// <param name="startId">The input of each document's first target: the vocabulary's end-of-text token.</param>
    /// <param name="padding">On which side shorter rows of a batch are padded.</param>
    /// <param name="stride">How many targets each piece of a document after the first one scores; from 1 to <paramref name="time"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is not positive or above 16,777,215, or the stride exceeds the time.</exception>
    public DocumentChunks(TokenSequence tokens, int time, int startId, PaddingSide padding, int stride)
        : base(tokens, startId)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(time);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, LengthMask);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stride, time);
        (Padding, _overlap) = (padding, time - stride);
        _pieces = ByLength(tokens, time, stride);
    }

    /// <inheritdoc/>
    public override long Count => _pieces.LongLength;

    /// <inheritdoc/>
    public override PaddingSide Padding { get; }

    /// <inheritdoc/>
    public override ChunkRange RangeOf(long epoch, long chunk)
    {
        RequireChunk(chunk);
        var piece = _pieces[chunk];
        var beginsText = (piece >> LengthBits & 1) != 0;
        return new ChunkRange((long)(piece >> (LengthBits + 1)), (int)(piece & LengthMask), beginsText ? 0 : _overlap, beginsText);
    }

    /// <summary>Sorts by counting: once how many pieces have each length, then each piece to its place.</summary>
    private static ulong[] ByLength(TokenSequence tokens, int time, int stride)
    {
        var next = new long[time + 2];
        EachPiece(tokens, time, stride, (_, length, _) => next[length + 1]++);
        for (var length = 1; length < next.Length; length++)
            next[length] += next[length - 1];
        var pieces = new ulong[next[^1]];
        EachPiece(tokens, time, stride, (begin, length, beginsText) =>
            pieces[next[length]++] = (ulong)begin << (LengthBits + 1) | (beginsText ? 1UL : 0) << LengthBits | (uint)length);
        return pieces;
    }

    private static void EachPiece(TokenSequence tokens, int time, int stride, Action<long, int, bool> take)
    {
        var starts = new long[Math.Min(DocumentsAtOnce, tokens.DocumentCount) + 1];
        for (long first = 0; first < tokens.DocumentCount; first += DocumentsAtOnce)
        {
            var some = starts.AsSpan(0, (int)Math.Min(DocumentsAtOnce, tokens.DocumentCount - first) + 1);
            tokens.CopyDocumentStarts(first, some);
            for (var document = 0; document + 1 < some.Length; document++)
                EachPiece(some[document], some[document + 1], time, stride, take);
        }
    }

    private static void EachPiece(long start, long end, int time, int stride, Action<long, int, bool> take)
    {
        for (var begin = start; begin < end; begin += stride)
        {
            var length = (int)Math.Min(time, end - begin);
            take(begin, length, begin == start);
            if (begin + length == end)
                break;
        }
    }
}
