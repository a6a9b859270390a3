namespace Weft.Sampling.Structures;

/// <summary>
/// The orders in which all chunks are gone through, each time another one: any order, or for chunks that are numbered by length one in
/// which neighbours stay together, so that batches have little padding.
/// </summary>
/// <param name="chunks">How many chunks there are.</param>
/// <param name="seed">The run's seed.</param>
/// <param name="batchOfNeighbours">How many neighbours make a batch; 0 where neighbours need not stay together.</param>
/// <param name="bucketBatches">Among the neighbours of so many batches it is random which share one: more mix better and pad more.</param>
internal sealed class ChunkOrders(long chunks, long seed, int batchOfNeighbours = 0, int bucketBatches = ChunkOrders.BucketBatches)
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

    private IChunkOrder Create(long number) => batchOfNeighbours > 0
        ? new BatchOrder(chunks, batchOfNeighbours, bucketBatches, seed, number)
        : new KeyedPermutation(chunks, seed, "order", number);
}
