using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Data;

/// <summary>Turns chosen chunks into tensors for a model on a device.</summary>
internal sealed class BatchLoader(ChunkSource chunks, Device device)
{
    /// <summary>How many chunks there are to choose from.</summary>
    public long Chunks => chunks.Count;

    /// <summary>Which targets a chunk has in the first epoch.</summary>
    public ChunkRange RangeOf(long chunk) => chunks.RangeOf(0, chunk);

    /// <summary>Reads chunks into memory. Several threads may do so, each with a buffer of its own.</summary>
    /// <param name="buffer">What takes them in.</param>
    /// <param name="epoch">The epoch in which they were chosen.</param>
    /// <param name="chosen">Their numbers, at least one.</param>
    public void Fill(BatchBuffer buffer, long epoch, long[] chosen) => buffer.Fill(chunks, epoch, chosen);

    /// <summary>The same with words taken out of the inputs.</summary>
    internal void Fill(BatchBuffer buffer, long epoch, long[] chosen, WordDropout? dropout) => buffer.Fill(chunks, epoch, chosen, dropout);

    /// <summary>A buffer's content as a batch; the tensors belong to the caller's scope, and the buffer may be filled anew.</summary>
    /// <param name="buffer">The chunks.</param>
    /// <param name="length">
    /// Rows are cut into pieces of so many tokens, which see nothing of one another: a chunk makes several rows, and no target is lost.
    /// Null leaves rows as they are.
    /// </param>
    public Batch Load(BatchBuffer buffer, int? length = null)
    {
        var piece = Math.Min(length ?? buffer.Time, buffer.Time);
        var pieces = (buffer.Time + piece - 1) / piece;
        var ids = ToTensor(buffer.Ids, buffer.Time, piece, chunks.StartId);
        return new Batch(
            device.type == TorchSharp.DeviceType.CPU ? ids : ids.to(device),
            ToTensor(buffer.Targets, buffer.Time, piece, ChunkSource.Ignored),
            // A piece that is padding all over keeps one column that is not: a row must have something to look at.
            pieces == 1 ? buffer.Starts : buffer.Starts?.SelectMany(start => Enumerable.Range(0, pieces).Select(i => Math.Clamp(start - i * piece, 0, piece - 1))).ToList());
    }

    /// <summary>Loads chunks, as they are in the first epoch, as one batch; the tensors belong to the caller's scope.</summary>
    public Batch Load(long[] chosen)
    {
        var buffer = new BatchBuffer();
        Fill(buffer, epoch: 0, chosen);
        return Load(buffer);
    }

    /// <summary>Rows of a length as rows of pieces; where these do not divide it, the last one is filled up.</summary>
    private static Tensor ToTensor(ReadOnlySpan<long> values, int time, int piece, long filling)
    {
        var (rows, pieces) = (values.Length / time, (time + piece - 1) / piece);
        // TorchSharp's tensor() would copy the values into a new managed array first.
        var filled = empty(rows * pieces, piece, ScalarType.Int64);
        var target = TensorMemory.Span<long>(filled);
        if (pieces * piece > time)
            target.Fill(filling);
        for (var row = 0; row < rows; row++)
            values.Slice(row * time, time).CopyTo(target[(row * pieces * piece)..]);
        return filled;
    }
}
