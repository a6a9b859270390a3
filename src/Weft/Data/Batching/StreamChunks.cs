using Weft.Data.Store;

namespace Weft.Data.Batching;

/// <summary>
/// The split as contiguous columns that are read side by side, as <c>batchify</c> of PyTorch's <c>word_language_model</c> makes them: with
/// C columns, chunk t·C + c holds the targets from t·time to (t+1)·time of column c, so that C chunks in their order are a batch. The
/// reference drops the tokens that are left when the columns are cut to one length, and the first token of every column is no target
/// there; here the first columns are one token longer instead, and a column's first input is the token before it.
/// </summary>
internal sealed class StreamChunks : ChunkSource
{
    private readonly int _columns;
    private readonly int _time;
    private readonly long _length;
    private readonly long _longer;

    /// <summary>Divides a split.</summary>
    /// <param name="tokens">The split.</param>
    /// <param name="columns">The number of columns: rows in a batch.</param>
    /// <param name="time">How many tokens of each column a batch takes.</param>
    /// <param name="startId">The input of the split's first target: the vocabulary's end-of-text token.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public StreamChunks(TokenSequence tokens, int columns, int time, int startId)
        : base(tokens, startId)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(time);
        (_columns, _time) = (columns, time);
        (_length, _longer) = Math.DivRem(tokens.Count, columns);
        // The last batch of an epoch may take the one token more of the longer columns alone.
        var (steps, rest) = Math.DivRem(_length, time);
        Count = steps * columns + (rest > 0 ? columns : _longer);
    }

    /// <inheritdoc/>
    public override long Count { get; }

    /// <inheritdoc/>
    public override ChunkRange RangeOf(long epoch, long chunk)
    {
        RequireChunk(chunk);
        var (step, column) = Math.DivRem(chunk, _columns);
        var within = step * _time;
        var begin = column * _length + Math.Min(column, _longer) + within;
        var length = (int)Math.Min(_time, _length + (column < _longer ? 1 : 0) - within);
        return new ChunkRange(begin, length, Context: 0, BeginsText: begin == 0);
    }
}
