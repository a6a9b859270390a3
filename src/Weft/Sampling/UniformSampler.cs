using Weft.Sampling.Curriculum;
using Weft.Sampling.Structures;

namespace Weft.Sampling;

/// <summary>Every chunk once an epoch, in an order that is a function of seed and epoch alone.</summary>
internal sealed class UniformSampler : ISampler
{
    private readonly ChunkOrders _orders;
    private readonly ChunkWalk _walk;
    private readonly Competence _competence;

    /// <summary>Creates a sampler of chunks that may come in any order.</summary>
    /// <param name="chunks">How many chunks there are; above 0.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="state">Where to go on, or null to begin.</param>
    public UniformSampler(long chunks, long seed, SamplerState? state = null)
        : this(new ChunkOrders(chunks, seed), Competence.Full, state)
    {
    }

    /// <summary>Creates a sampler of chunks with neighbouring numbers in the same batches.</summary>
    /// <inheritdoc cref="UniformSampler(long, long, SamplerState)"/>
    /// <param name="chunks">How many chunks there are; above 0.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="batch">How many make a batch; above 0.</param>
    /// <param name="state">Where to go on, or null to begin.</param>
    public static UniformSampler OfNeighbours(long chunks, long seed, int batch, SamplerState? state = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        return new UniformSampler(new ChunkOrders(chunks, seed, batch), Competence.Full, state);
    }

    /// <param name="orders">The orders of the epochs.</param>
    /// <param name="competence">Which chunks are passed over in the beginning.</param>
    /// <param name="state">Where to go on, or null to begin.</param>
    internal UniformSampler(ChunkOrders orders, Competence competence, SamplerState? state = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(orders.Count);
        (_orders, _competence) = (orders, competence);
        _walk = new ChunkWalk(orders, state ?? new SamplerState(0, 0));
    }

    /// <inheritdoc/>
    public SamplerState State => new(_walk.Epoch, _walk.Position);

    /// <summary>Where nothing is too complex any more: losses change nothing.</summary>
    public bool CanDrawAhead => _competence.IsFull;

    /// <summary>Chooses the next chunks: as many as asked for, fewer at an epoch's end, so that no batch spans two epochs, and where a batch
    /// of neighbours ends.</summary>
    public Samples Next(int count, double progress)
    {
        _competence.Grow(progress);
        var chunks = new List<long>(count);
        while (chunks.Count == 0)
        {
            _walk.EnterEpoch();
            while (chunks.Count < count && !_walk.IsAtEnd && !(chunks.Count > 0 && _competence.IsFull && _orders.EndsBatch(_walk.Position)))
            {
                var chunk = _walk.Here.Chunk;
                _walk.Step();
                if (_competence.Allows(chunk))
                    chunks.Add(chunk);
            }
        }
        return new Samples(_walk.Epoch, [.. chunks]) { Key = _walk.Epoch * _orders.Count + _walk.Position };
    }
}
