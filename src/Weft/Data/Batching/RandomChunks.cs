using Weft.Data.Store;
using Weft.Foundation;

namespace Weft.Data.Batching;

/// <summary>
/// Windows for training that are drawn with replacement, as nanoGPT draws them: each begins anywhere in the split, which is read as a ring,
/// so that every token is as likely a target as any other. Where one begins is a function of seed, epoch and number alone.
/// </summary>
internal sealed class RandomChunks : ChunkSource
{
    private readonly long _tokens;
    private readonly int _time;
    private readonly long _seed;

    /// <summary>Draws windows of a split.</summary>
    /// <param name="tokens">The split.</param>
    /// <param name="time">The length of a window, in tokens; at most that of the split is used.</param>
    /// <param name="startId">The input of the split's first target: the vocabulary's end-of-text token.</param>
    /// <param name="seed">The run's seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not positive.</exception>
    public RandomChunks(TokenSequence tokens, int time, int startId, long seed)
        : base(tokens, startId)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(time);
        (_tokens, _time, _seed) = (tokens.Count, (int)Math.Min(time, tokens.Count), seed);
        Count = (tokens.Count + time - 1) / time;
    }

    /// <summary>How many windows an epoch has: together about as many targets as the split.</summary>
    public override long Count { get; }

    /// <inheritdoc/>
    public override ChunkRange RangeOf(long epoch, long chunk)
    {
        RequireChunk(chunk);
        var begin = RandomStream.For(_seed, "window", epoch, chunk).NextInt64(_tokens);
        return new ChunkRange(begin, _time, Context: 0, BeginsText: begin == 0);
    }
}
