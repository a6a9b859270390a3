namespace Weft.Sampling.Structures;

/// <summary>
/// The orders in which all chunks are gone through, each time another one: any order, or for chunks that are numbered by length one in
/// which neighbours stay together, so that batches have little padding.
/// </summary>
/// <param name="chunks">How many chunks there are.</param>
/// <param name="seed">The run's seed.</param>
/// <param name="batchOfNeighbours">How many neighbours make a batch; 0 where neighbours need not stay together.</param>
/// <param name="bucketBatches">Among the neighbours of so many batches it is random which share one: more mix better and pad more.</param>
/// <param name="jitter">By what share of an epoch, 0 to 1, the distance between two visits of a chunk may differ from one; null where it is random.</param>
internal sealed class ChunkOrders(long chunks, long seed, int batchOfNeighbours = 0, int bucketBatches = ChunkOrders.BucketBatches, double? jitter = null)
{
    /// <summary>How many batches make a bucket, unless examples ask for another number.</summary>
    public const int BucketBatches = 8;

    private (long Number, IChunkOrder Order)? _last;

    /// <summary>How many chunks there are.</summary>
    public long Count => chunks;

    /// <summary>The run's seed.</summary>
    public long Seed => seed;

    /// <summary>Whether a batch of neighbours ends at a position.</summary>
    public bool EndsBatch(long position) => batchOfNeighbours > 0 && position % batchOfNeighbours == 0;

    /// <summary>The order with a number; the last one is kept.</summary>
    public IChunkOrder this[long number]
    {
        get
        {
            if (_last is not { } last || last.Number != number)
                _last = last = (number, Create(number));
            return last.Order;
        }
    }

    private IChunkOrder Create(long number) => jitter is { } share ? Spaced(share, number)
        : batchOfNeighbours > 0 ? new BatchOrder(chunks, batchOfNeighbours, bucketBatches, seed, number)
        : new KeyedPermutation(chunks, seed, "order", number);

    private IChunkOrder Spaced(double share, long number)
    {
        // In one epoch a chunk may be as far behind its own place as in the next one before it.
        var farthest = (long)(share * chunks / 2);
        // A quarter changes who is near, and the rest brings together who is alike.
        var (near, poolBatches) = batchOfNeighbours > 0 ? (farthest / 4, (farthest - farthest / 4 + 1) / batchOfNeighbours) : (farthest, 0);
        return poolBatches < 2 * PooledOrder.BucketBatches
            ? new SpacedOrder(chunks, farthest, seed, number)
            : new PooledOrder(new SpacedOrder(chunks, near, seed, number), chunks, batchOfNeighbours, poolBatches, seed, number);
    }
}
