using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Weft.Foundation;
using Weft.Runtime.Tensors;
using Weft.Workers.Sums;
using static TorchSharp.torch;

namespace Weft.Workers.Probe;

/// <summary>Sums and gathers of all kinds, of numbers whose results are known.</summary>
internal static class Sums
{
    private const int Shards = 8;
    private const int Length = 1_000_003;

    /// <summary>What came out, one after another.</summary>
    public static string Describe(IWorkers workers)
    {
        using var scope = NewDisposeScope();
        var (rank, count) = (workers.Rank, workers.Count);
        var results = new List<string>();
        double[] doubles = [rank, 1, 0.1];
        workers.Sum(doubles);
        results.Add(Text(doubles[0], doubles[1]));
        // Of each kind of numbers, few and many; the sum of the ranks plus the place for each worker.
        foreach (var type in (ScalarType[])[ScalarType.Float32, ScalarType.Float64, ScalarType.BFloat16])
        {
            foreach (var length in (int[])[1, 7, 300_001])
            {
                var numbers = ones(length, type) * (rank + 1);
                workers.SumTensor(numbers);
                results.Add(Text(numbers.min().to(ScalarType.Float64).item<double>(), numbers.max().to(ScalarType.Float64).item<double>()));
            }
        }
        var (one, other) = (ones(70_000) * rank, ones(3));
        var (begun, begunLater) = (workers.BeginSum(one), workers.BeginSum(other));
        begun.Wait();
        begunLater.Wait();
        results.Add(Text(one.mean().item<float>(), other.mean().item<float>()));
        results.Add(string.Join(' ', workers.Gather(Enumerable.Repeat(rank, rank).ToArray())));
        results.Add(workers.Gather(new long[100_000 * (rank + 1)]).Length.ToString(CultureInfo.InvariantCulture));
        results.Add(Text(workers.FromFirst(rank + 40), workers.Any(rank == count - 1) ? 1 : 0));
        results.Add(Divided(workers));
        return string.Join("; ", results);
    }

    /// <summary>The hash of the sum of eight shards by the tree, whatever the number of workers: 1, 2, 4 or 8; and of a sum in parts.</summary>
    public static string TreeHash(IWorkers workers)
    {
        using var scope = NewDisposeScope();
        var own = Shards / workers.Count;
        using var tree = new ShardTree(own);
        var numbers = zeros(Length);
        for (var shard = workers.Rank * own; shard < (workers.Rank + 1) * own; shard++)
        {
            Fill(numbers, shard);
            tree.Take(numbers);
        }
        var divided = numbers.clone();
        workers.SumTensor(numbers);
        var parts = Parts.Equal(Length, workers.Count);
        workers.ReduceScatter(divided, parts);
        workers.AllGather(divided, parts);
        return $"{Hash(numbers)} {Hash(divided)}";
    }

    /// <summary>Numbers of a shard: of very different sizes, so that each order of additions gives other bits.</summary>
    public static void Fill(Tensor numbers, int shard)
    {
        var span = TensorMemory.Span<float>(numbers);
        var stream = RandomStream.For(7, "probe", shard);
        for (var i = 0; i < span.Length; i++)
            span[i] = (float)((stream.NextDouble() - 0.5) * Math.Pow(10, i % 7));
        GC.KeepAlive(numbers);
    }

    public static string Hash(Tensor numbers)
    {
        var hash = Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(TensorMemory.Span<float>(numbers))))[..16];
        GC.KeepAlive(numbers);
        return hash;
    }

    private static string Divided(IWorkers workers)
    {
        var (rank, count) = (workers.Rank, workers.Count);
        // The first worker has nothing, the others ever more.
        var parts = new Parts(Enumerable.Range(0, count).Select(other => other * 40_000L).ToArray());
        var numbers = ones(parts.Length) * (rank + 1);
        workers.ReduceScatter(numbers, parts);
        var (start, length) = parts.Of(rank);
        numbers.narrow(0, start, length).add_(rank);
        workers.AllGather(numbers, parts);
        return Text(numbers.sum().item<float>() / Math.Max(1, parts.Length), 0);
    }

    private static string Text(double first, double second) => $"{first:0.####} {second:0.####}";
}
