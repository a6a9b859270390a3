using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Data;

/// <summary>Turns chosen chunks into tensors for a model on a device.</summary>
public sealed class BatchLoader(ChunkSource chunks, Device device)
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

    /// <summary>A buffer's content as a batch; the tensors belong to the caller's scope, and the buffer may be filled anew.</summary>
    public Batch Load(BatchBuffer buffer)
    {
        var ids = ToTensor(buffer.Ids, buffer.Time);
        return new Batch(device.type == TorchSharp.DeviceType.CPU ? ids : ids.to(device), ToTensor(buffer.Targets, buffer.Time), buffer.Starts);
    }

    /// <summary>Loads chunks, as they are in the first epoch, as one batch; the tensors belong to the caller's scope.</summary>
    public Batch Load(long[] chosen)
    {
        var buffer = new BatchBuffer();
        Fill(buffer, epoch: 0, chosen);
        return Load(buffer);
    }

    private static Tensor ToTensor(ReadOnlySpan<long> values, int time)
    {
        // TorchSharp's tensor() would copy the values into a new managed array first.
        var filled = empty(values.Length / time, time, ScalarType.Int64);
        values.CopyTo(TensorMemory.Span<long>(filled));
        return filled;
    }
}
