namespace Weft.Sampling.Dynamic;

/// <summary>
/// Scores of difficulty: the place of each chunk among those of like complexity by how much more it costs than the mean. So a chunk is
/// not hard just because its words are rare.
/// </summary>
internal sealed class BucketScores
{
    /// <summary>The score of what is stuck: half of its like are easier.</summary>
    public const float Average = 0.5f;

    private readonly int[][] _buckets;

    /// <param name="complexities">Of each chunk, from <see cref="ChunkComplexity"/>.</param>
    /// <param name="isUsed">Whether a chunk is trained on at all.</param>
    /// <param name="count">The number of buckets, of equally many chunks each.</param>
    public BucketScores(ReadOnlySpan<float> complexities, Func<long, bool> isUsed, int count)
    {
        var quantiles = ChunkComplexity.Quantiles(complexities);
        _buckets = [.. Enumerable.Range(0, quantiles.Length)
            .Where(chunk => isUsed(chunk))
            .GroupBy(chunk => Math.Min(count - 1, (int)(quantiles[chunk] * count)))
            .OrderBy(bucket => bucket.Key)
            .Select(bucket => bucket.ToArray())];
    }

    /// <summary>Scores every chunk that is trained on. One that was never seen has 1.</summary>
    public void Update(ChunkStatistics statistics)
    {
        foreach (var bucket in _buckets)
        {
            var seen = bucket.Where(chunk => statistics.Visits[chunk] > 0).ToArray();
            var excesses = Array.ConvertAll(seen, chunk => statistics.Excesses[chunk]);
            // Equal ones, duplicates for instance, come in the order of their numbers.
            Array.Sort(excesses, seen);
            for (var place = 0; place < seen.Length; place++)
                statistics.Scores[seen[place]] = (place + 0.5f) / seen.Length;
            foreach (var chunk in bucket)
            {
                if (statistics.Visits[chunk] == 0)
                    statistics.Scores[chunk] = 1;
                else if (statistics.IsStuck(chunk))
                    statistics.Scores[chunk] = Math.Min(Average, statistics.Scores[chunk]);
            }
        }
    }

    /// <summary>Gives the scores of the chunks that are trained on to one another, in a random order.</summary>
    public void Permute(ChunkStatistics statistics, Foundation.RandomStream random)
    {
        int[] chunks = [.. _buckets.SelectMany(bucket => bucket)];
        float[] scores = [.. chunks.Select(chunk => statistics.Scores[chunk])];
        random.Shuffle<float>(scores);
        for (var i = 0; i < chunks.Length; i++)
            statistics.Scores[chunks[i]] = scores[i];
    }
}
