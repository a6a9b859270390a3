using Weft.Foundation;

namespace Weft.Sampling.Structures;

/// <summary>
/// Another order in which neighbouring numbers come into the same batches as far as that goes without moving a chunk out of its pool, some
/// batches that follow each other: what is in a pool is sorted, and its batches are shuffled. Borders of pools are elsewhere each epoch.
/// </summary>
internal sealed class PooledOrder : IChunkOrder
{
    /// <summary>Among the neighbours of so many batches it is random which share one: so that they are others in each epoch.</summary>
    public const int BucketBatches = 2;

    private readonly IChunkOrder _order;
    private readonly MovingBlocks _pools;
    private readonly int _batch;
    private readonly long _seed;
    private readonly long _epoch;
    private (long Number, long[] Chunks, BatchOrder Order)? _last;

    /// <param name="order">The order whose chunks are moved.</param>
    /// <param name="chunks">How many there are; above 0.</param>
    /// <param name="batch">How many make a batch.</param>
    /// <param name="poolBatches">How many batches make a pool; above 0.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">Which epoch.</param>
    public PooledOrder(IChunkOrder order, long chunks, int batch, long poolBatches, long seed, long epoch)
    {
        (_order, _batch, _seed, _epoch) = (order, batch, seed, epoch);
        _pools = new MovingBlocks(chunks, poolBatches * batch, RandomStream.For(seed, "pools", epoch).NextInt64(poolBatches) * batch);
    }

    /// <summary>The chunk at a position of the epoch. Those of a short batch come last.</summary>
    public long this[long position]
    {
        get
        {
            var (number, first, length) = _pools.Of(position);
            if (_last is not { } last || last.Number != number)
                _last = last = (number, Sorted(first, length), new BatchOrder(length, _batch, BucketBatches, _seed, _epoch * _pools.Numbers + number));
            return last.Chunks[last.Order[position - first]];
        }
    }

    private long[] Sorted(long first, long length)
    {
        var chunks = new long[length];
        for (var i = 0; i < chunks.Length; i++)
            chunks[i] = _order[first + i];
        Array.Sort(chunks);
        return chunks;
    }
}
