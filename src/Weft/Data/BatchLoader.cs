using static TorchSharp.torch;

namespace Weft.Data;

/// <summary>Turns chosen chunks into tensors for a model on a device.</summary>
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
        long[] shape = [chosen.Length, chunks.Time];
        return new Batch(tensor(ids, shape, device: device), tensor(targets, shape));
    }
}
