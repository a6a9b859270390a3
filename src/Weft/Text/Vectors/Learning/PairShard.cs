using System.Runtime.InteropServices;

namespace Weft.Text.Vectors.Learning;

/// <summary>A file of pairs in rising order, each once.</summary>
internal static class PairShard
{
    private const int PairsAtOnce = 1 << 12;

    /// <summary>Writes pairs.</summary>
    public static void Write(string path, IEnumerable<PairCount> pairs)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new PairCount[PairsAtOnce];
        var filled = 0;
        foreach (var pair in pairs)
        {
            block[filled++] = pair;
            if (filled < block.Length)
                continue;
            file.Write(MemoryMarshal.AsBytes(block.AsSpan()));
            filled = 0;
        }
        file.Write(MemoryMarshal.AsBytes(block.AsSpan(0, filled)));
    }

    /// <summary>Reads pairs, a block at a time.</summary>
    public static IEnumerable<PairCount> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var block = new PairCount[PairsAtOnce];
        while (true)
        {
            var bytes = file.ReadAtLeast(MemoryMarshal.AsBytes(block.AsSpan()), block.Length * 16, throwOnEndOfStream: false);
            for (var i = 0; i < bytes / 16; i++)
                yield return block[i];
            if (bytes < block.Length * 16)
                yield break;
        }
    }

    /// <summary>The pairs of several shards in rising order, counts of the same pair added up in the shards' order.</summary>
    public static IEnumerable<PairCount> Merge(IReadOnlyList<string> shards)
    {
        var open = shards.Select(shard => Read(shard).GetEnumerator()).ToList();
        try
        {
            var queue = new PriorityQueue<int, (ulong Key, int Shard)>();
            for (var shard = 0; shard < open.Count; shard++)
                Enqueue(shard);
            var sum = default(PairCount);
            var hasSum = false;
            while (queue.TryDequeue(out var shard, out _))
            {
                var next = open[shard].Current;
                if (hasSum && next.Key != sum.Key)
                    yield return sum;
                sum = hasSum && next.Key == sum.Key ? sum with { Count = sum.Count + next.Count } : next;
                hasSum = true;
                Enqueue(shard);
            }
            if (hasSum)
                yield return sum;

            void Enqueue(int shard)
            {
                if (open[shard].MoveNext())
                    queue.Enqueue(shard, (open[shard].Current.Key, shard));
            }
        }
        finally
        {
            open.ForEach(shard => shard.Dispose());
        }
    }
}
