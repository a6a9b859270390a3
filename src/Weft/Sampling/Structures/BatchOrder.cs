using Weft.Foundation;

namespace Weft.Sampling.Structures;

/// <summary>
/// The order of one epoch that keeps neighbouring numbers together: numbers are shuffled within buckets of a few batches, cut into
/// batches, and these shuffled. A function of seed and epoch; in memory are the order of the batches and two buckets.
/// </summary>
internal sealed class BatchOrder : IChunkOrder
{
    private readonly long _seed;
    private readonly long _epoch;
    private readonly long _chunks;
    private readonly int _batch;
    private readonly int _bucket;
    private readonly int[] _batches;
    private readonly long _shortAt;
    private readonly Dictionary<long, long[]> _buckets = [];

    /// <param name="chunks">How many there are.</param>
    /// <param name="batch">How many make a batch.</param>
    /// <param name="bucketBatches">How many batches a bucket is as large as.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">Which epoch.</param>
    public BatchOrder(long chunks, int batch, int bucketBatches, long seed, long epoch)
    {
        (_chunks, _batch, _bucket, _seed, _epoch) = (chunks, batch, checked(batch * bucketBatches), seed, epoch);
        var random = RandomStream.For(seed, "batch order", epoch);
        _batches = new int[checked((int)(chunks / batch))];
        for (var i = 0; i < _batches.Length; i++)
            _batches[i] = i;
        random.Shuffle<int>(_batches);
        _shortAt = random.NextInt32(_batches.Length + 1) * (long)batch;
    }

    /// <summary>The chunk at a position of the epoch. Those of a short batch come last.</summary>
    public long this[long position]
    {
        get
        {
            var (batch, row) = Math.DivRem(position, _batch);
            if (batch == _batches.Length)
                return Shuffled(_shortAt + row);
            // The short batch is cut out at a place of its own each epoch, so that batches are not always cut at the same places.
            var place = _batches[batch] * (long)_batch + row;
            return Shuffled(place < _shortAt ? place : place + _chunks % _batch);
        }
    }

    private long Shuffled(long place)
    {
        var (bucket, within) = Math.DivRem(place, _bucket);
        return BucketOf(bucket)[within];
    }

    private long[] BucketOf(long bucket)
    {
        if (_buckets.TryGetValue(bucket, out var known))
            return known;
        // A batch takes from two buckets at most, and the next one from others.
        if (_buckets.Count == 2)
            _buckets.Clear();
        var first = bucket * _bucket;
        var chunks = new long[Math.Min(_bucket, _chunks - first)];
        for (var i = 0; i < chunks.Length; i++)
            chunks[i] = first + i;
        RandomStream.For(_seed, "bucket", _epoch, bucket).Shuffle<long>(chunks);
        return _buckets[bucket] = chunks;
    }
}
