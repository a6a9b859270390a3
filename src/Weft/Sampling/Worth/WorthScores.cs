namespace Weft.Sampling.Worth;

/// <summary>What is known of the worth of each chunk, 12 bytes: how far what it cost beside what can be learnt was above that of others at the same time.</summary>
/// <param name="count">The number of chunks.</param>
internal sealed class WorthScores(int count)
{
    // The mean of all chunks is an average over about so many.
    private const double MeanOf = 1000;

    // What the newest figure of a chunk counts in its average.
    private const float Newest = 0.5f;

    private readonly float[] _excesses = new float[count];
    private readonly float[] _ranks = new float[count];
    private readonly int[] _visits = new int[count];
    private readonly double[] _mean = new double[1];

    /// <summary>The place of each chunk among all by worth when they were ranked last, 0 to 1; 1 is worth most.</summary>
    public ReadOnlySpan<float> Ranks => _ranks;

    /// <summary>The arrays, for a checkpoint.</summary>
    public IReadOnlyList<(string Name, Array Values)> Memory =>
        [("sampler.excesses", _excesses), ("sampler.ranks", _ranks), ("sampler.visits", _visits), ("sampler.mean", _mean)];

    /// <summary>How often each was trained on, beside the mean of all.</summary>
    public float[] Rates()
    {
        var mean = Math.Max(double.Epsilon, _visits.Average());
        return Array.ConvertAll(_visits, visits => (float)(visits / mean));
    }

    /// <summary>Takes in what chunks of a batch cost beside what can be learnt of them.</summary>
    /// <param name="chunks">Which.</param>
    /// <param name="costs">Of each, nats a token.</param>
    /// <param name="standFor">For how many chunks each stands in the mean of all: one over the probability that it was taken.</param>
    /// <param name="isFirst">Whether it is the first epoch: nearly all chunks come and the model changes fast, so that the others of the batch are the better measure.</param>
    public void Observe(ReadOnlySpan<long> chunks, ReadOnlySpan<float> costs, ReadOnlySpan<double> standFor, bool isFirst)
    {
        var ofBatch = System.Numerics.Tensors.TensorPrimitives.Average(costs);
        var mean = _mean[0] == 0 ? ofBatch : _mean[0];
        var (sum, stood) = (0.0, 0.0);
        for (var i = 0; i < chunks.Length; i++)
        {
            var excess = (float)(costs[i] - (isFirst ? ofBatch : mean));
            _excesses[chunks[i]] = _visits[chunks[i]]++ == 0 ? excess : Newest * excess + (1 - Newest) * _excesses[chunks[i]];
            (sum, stood) = (sum + standFor[i] * (costs[i] - mean), stood + standFor[i]);
        }
        _mean[0] = mean + sum / Math.Max(MeanOf, stood);
    }

    /// <summary>Ranks the chunks; what was never seen is worth most.</summary>
    /// <param name="isGarbage">What is worth least.</param>
    public void Rank(Func<int, bool> isGarbage)
    {
        var worth = new float[count];
        for (var chunk = 0; chunk < count; chunk++)
            worth[chunk] = isGarbage(chunk) ? float.MinValue : _visits[chunk] == 0 ? float.MaxValue : _excesses[chunk];
        ChunkComplexity.Quantiles(worth).CopyTo(_ranks.AsSpan());
    }
}
