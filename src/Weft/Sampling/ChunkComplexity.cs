using Weft.Data.Batching;

namespace Weft.Sampling;

/// <summary>
/// How rare the words of each chunk are: the mean of -log(share in the training split) of its targets, nats. A measure of difficulty that
/// needs no model (Platanios et al. 2019, section 3.1, "sentence rarity", here a mean, so that long chunks are not complex for that).
/// </summary>
internal static class ChunkComplexity
{
    /// <summary>Measures every chunk, as it is in the first epoch: one pass over the text.</summary>
    /// <param name="chunks">The chunks.</param>
    /// <param name="counts">How often each token stands in the training split.</param>
    /// <returns>[chunks].</returns>
    public static float[] Of(ChunkSource chunks, IReadOnlyList<long> counts)
    {
        var surprisals = Surprisals(counts);
        var complexities = new float[chunks.Count];
        var (ids, targets) = (Array.Empty<long>(), Array.Empty<long>());
        for (var chunk = 0; chunk < complexities.Length; chunk++)
        {
            var range = chunks.RangeOf(0, chunk);
            if (ids.Length < range.Length)
                (ids, targets) = (new long[range.Length], new long[range.Length]);
            chunks.Read(range, ids.AsSpan(0, range.Length), targets.AsSpan(0, range.Length));
            var sum = 0.0;
            foreach (var target in targets.AsSpan(range.Context, range.Scored))
                sum += surprisals[target];
            complexities[chunk] = (float)(sum / range.Scored);
        }
        return complexities;
    }

    /// <summary>Measures every example by <see cref="IExamples.TokensOf"/>.</summary>
    /// <inheritdoc cref="Of(ChunkSource, IReadOnlyList{long})"/>
    /// <param name="examples">The examples.</param>
    /// <param name="counts">How often each token stands in the training split.</param>
    public static float[] Of(IExamples examples, IReadOnlyList<long> counts)
    {
        var surprisals = Surprisals(counts);
        return [.. Enumerable.Range(0, checked((int)examples.Count)).Select(example => (float)examples.TokensOf(example).Average(token => surprisals[token]))];
    }

    /// <summary>-log of each token's share in the training split, nats.</summary>
    /// <param name="counts">How often each token stands in it.</param>
    public static double[] Surprisals(IReadOnlyList<long> counts)
    {
        var total = (double)counts.Sum();
        return [.. counts.Select(count => Math.Log(total / Math.Max(1, count)))];
    }

    /// <summary>The place of each value among all, in (0, 1): the share that is smaller, counting half of itself.</summary>
    /// <param name="values">Any numbers; equal ones come in the order of their places.</param>
    public static float[] Quantiles(ReadOnlySpan<float> values)
    {
        var order = new int[values.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(values.ToArray(), order);
        var quantiles = new float[values.Length];
        for (var rank = 0; rank < order.Length; rank++)
            quantiles[order[rank]] = (rank + 0.5f) / order.Length;
        return quantiles;
    }
}
