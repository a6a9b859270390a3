using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Data;

/// <summary>Turns chosen chunks into tensors for a model on a device.</summary>
public sealed class BatchLoader(ChunkSet chunks, Device device)
{
    /// <summary>How many chunks there are to choose from.</summary>
    public long Chunks => chunks.Count;

    /// <summary>Reads chunks into memory. Several threads may do so, each with a buffer of its own.</summary>
    public void Fill(BatchBuffer buffer, long[] chosen) => buffer.Fill(chunks, chosen);

    /// <summary>A buffer's content as a batch; the tensors belong to the caller's scope, and the buffer may be filled anew.</summary>
    public Batch Load(BatchBuffer buffer)
    {
        var ids = ToTensor(buffer.Ids);
        return new Batch(device.type == TorchSharp.DeviceType.CPU ? ids : ids.to(device), ToTensor(buffer.Targets));
    }

    /// <summary>Loads chunks as one batch; the tensors belong to the caller's scope.</summary>
    public Batch Load(long[] chosen)
    {
        var buffer = new BatchBuffer();
        Fill(buffer, chosen);
        return Load(buffer);
    }

    private Tensor ToTensor(ReadOnlySpan<long> values)
    {
        // TorchSharp's tensor() would copy the values into a new managed array first.
        var filled = empty(values.Length / chunks.Time, chunks.Time, ScalarType.Int64);
        values.CopyTo(TensorMemory.Span<long>(filled));
        return filled;
    }
}
