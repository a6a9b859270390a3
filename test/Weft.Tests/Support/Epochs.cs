using Weft.Data.Batching;
using Weft.Sampling;

namespace Weft.Tests.Support;

/// <summary>What is trained on in an epoch, put together the slow way.</summary>
internal static class Epochs
{
    /// <summary>Marks a first input in these tests: no token has it.</summary>
    public const int Start = 1_000_000;

    /// <summary>All scored targets with their inputs, of one epoch, in the order in which they are trained on.</summary>
    public static List<(long Input, long Target)> PairsOf(ChunkSource chunks, ISampler sampler, int batch)
    {
        var pairs = new List<(long, long)>();
        foreach (var (epoch, chosen) in BatchesOf(chunks, sampler, batch))
        {
            var buffer = new BatchBuffer();
            chunks.Read(epoch, chosen, buffer);
            var before = pairs.Count;
            for (var i = 0; i < buffer.Ids.Length; i++)
            {
                if (buffer.Targets[i] != ChunkSource.Ignored)
                    pairs.Add((buffer.Ids[i], buffer.Targets[i]));
            }
            Assert.Equal(pairs.Count - before, chosen.Sum(chunk => chunks.RangeOf(epoch, chunk).Scored));
        }
        return pairs;
    }

    /// <summary>The batches of one epoch: <paramref name="sampler"/> stands at its beginning and is left at its end.</summary>
    public static IEnumerable<(long Epoch, long[] Chosen)> BatchesOf(ChunkSource chunks, ISampler sampler, int batch)
    {
        for (var taken = 0L; taken < chunks.Count;)
        {
            var chosen = sampler.Next(batch, progress: 0);
            taken += chosen.Examples.Length;
            yield return (chosen.Epoch, chosen.Examples);
        }
    }

    /// <summary>Whether every token from 0 to <paramref name="count"/> - 1 was a target once, after the token before it, or after the
    /// start where it begins a text.</summary>
    public static bool IsEachTargetOnce(List<(long Input, long Target)> pairs, long count, IEnumerable<long> beginnings)
    {
        var begins = beginnings.ToHashSet();
        return pairs.Select(pair => pair.Target).Order().SequenceEqual(Enumerable.Range(0, (int)count).Select(target => (long)target))
            && pairs.All(pair => pair.Input == (begins.Contains(pair.Target) ? Start : pair.Target - 1));
    }
}
