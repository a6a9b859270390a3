using static TorchSharp.torch;

namespace Weft.Data;

/// <summary>Turns chosen chunks into tensors on a device.</summary>
public sealed class BatchLoader(ChunkSet chunks, Device device)
{
    /// <summary>How many chunks there are to choose from.</summary>
    public long Chunks => chunks.Count;

    /// <summary>How many targets the chunks score together.</summary>
    public long TargetsOf(long[] chosen) => chosen.Sum(chunk => (long)chunks.ScoredTargets(chunk));

    /// <summary>Loads chunks as one batch; the tensors belong to the caller's scope.</summary>
    public Batch Load(long[] chosen)
    {
        var size = chosen.Length * chunks.Time;
        var (ids, targets) = (new long[size], new long[size]);
        chunks.Fill(chosen, ids, targets);
        return new Batch(ToTensor(ids, chosen.Length), ToTensor(targets, chosen.Length));
    }

    private Tensor ToTensor(long[] values, int rows) => tensor(values, [rows, chunks.Time], device: device);
}
