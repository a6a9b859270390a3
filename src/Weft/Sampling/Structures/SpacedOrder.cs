using Weft.Foundation;

namespace Weft.Sampling.Structures;

/// <summary>
/// The order of one epoch in which each chunk stays near its own place, the same in every epoch: places are shuffled within blocks, whose
/// borders are elsewhere each epoch. So the distance between two visits is an epoch, but for twice the width of a block at the most, however
/// many epochs lie between them. A function of seed and epoch that takes no memory.
/// </summary>
internal sealed class SpacedOrder : IChunkOrder
{
    private readonly KeyedPermutation _own;
    private readonly MovingBlocks _blocks;
    private readonly long _seed;
    private readonly long _epoch;
    private (long Number, KeyedPermutation Order)? _last;

    /// <param name="chunks">How many there are; above 0.</param>
    /// <param name="farthest">How many places a chunk may be away from its own; at least 0.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">Which epoch.</param>
    public SpacedOrder(long chunks, long farthest, long seed, long epoch)
    {
        (_seed, _epoch) = (seed, epoch);
        _own = new KeyedPermutation(chunks, seed, "own places");
        _blocks = new MovingBlocks(chunks, farthest + 1, RandomStream.For(seed, "borders", epoch).NextInt64(farthest + 1));
    }

    /// <inheritdoc/>
    public long this[long position]
    {
        get
        {
            var (number, first, length) = _blocks.Of(position);
            if (_last is not { } last || last.Number != number)
                _last = last = (number, new KeyedPermutation(length, _seed, "near places", _epoch, number));
            return _own[first + last.Order[position - first]];
        }
    }
}
