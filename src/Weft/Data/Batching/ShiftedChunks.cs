using Weft.Data.Store;
using Weft.Foundation;

namespace Weft.Data.Batching;

/// <summary>
/// Windows for training, which begin elsewhere each epoch, so that a token is not always met with the same context. The split is read as
/// a ring: from an offset below the length of a window, drawn from seed and epoch alone, window follows window around it. The last one
/// is as short as the number of tokens makes it. A window that reaches the split's end goes on at its beginning, whose first target has
/// the start token as its input, as ever.
/// </summary>
internal sealed class ShiftedChunks : ChunkSource
{
    private readonly long _tokens;
    private readonly int _time;
    private readonly long _seed;

    /// <summary>Divides a split.</summary>
    /// <param name="tokens">The split.</param>
    /// <param name="time">The length of a window, in tokens.</param>
    /// <param name="startId">The input of the split's first target: the vocabulary's end-of-text token.</param>
    /// <param name="seed">The run's seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not positive.</exception>
    public ShiftedChunks(TokenSequence tokens, int time, int startId, long seed)
        : base(tokens, startId)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(time);
        (_tokens, _time, _seed) = (tokens.Count, time, seed);
        Count = (tokens.Count + time - 1) / time;
    }

    /// <inheritdoc/>
    public override long Count { get; }

    /// <inheritdoc/>
    public override ChunkRange RangeOf(long epoch, long chunk)
    {
        RequireChunk(chunk);
        var before = chunk * _time;
        var begin = (OffsetOf(epoch) + before) % _tokens;
        return new ChunkRange(begin, (int)Math.Min(_time, _tokens - before), Context: 0, BeginsText: begin == 0);
    }

    /// <summary>Where the first window of an epoch begins, from 0 to one less than a window's length.</summary>
    public int OffsetOf(long epoch) => RandomStream.For(_seed, "offset", epoch).NextInt32(_time);
}
