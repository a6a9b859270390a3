namespace Weft.Sampling;

/// <summary>
/// Every chunk once an epoch, chunks with neighbouring numbers in the same batches: where numbers rise with length, batches have little
/// padding. Which chunks share a batch, and the order of the batches, are functions of seed and epoch alone.
/// </summary>
public sealed class BucketSampler : ISampler
{
    /// <summary>Among the chunks of so many batches it is random which share a batch: more mix better and pad more.</summary>
    public const int BucketBatches = 8;

    private readonly long _chunks;
    private readonly int _batch;
    private readonly long _seed;
    private BatchOrder _order;

    /// <summary>Creates the sampler.</summary>
    /// <param name="chunks">How many chunks there are; above 0.</param>
    /// <param name="batch">How many make a batch; above 0.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="state">Where to go on, or null to begin.</param>
    public BucketSampler(long chunks, int batch, long seed, SamplerState? state = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(chunks);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        (_chunks, _batch, _seed, State) = (chunks, batch, seed, state ?? new SamplerState(0, 0));
        _order = OrderOf(State.Epoch);
    }

    /// <inheritdoc/>
    public SamplerState State { get; private set; }

    /// <summary>Always: losses change nothing.</summary>
    public bool CanDrawAhead => true;

    /// <summary>Chooses the next chunks: as many as asked for, fewer where a batch ends, at the latest at an epoch's end.</summary>
    public long[] Next(int count)
    {
        if (State.Position == _chunks)
        {
            State = new SamplerState(State.Epoch + 1, 0);
            _order = OrderOf(State.Epoch);
        }
        var first = State.Position;
        var chunks = new long[(int)Math.Min(Math.Min(count, _batch - first % _batch), _chunks - first)];
        for (var i = 0; i < chunks.Length; i++)
            chunks[i] = _order[first + i];
        State = State with { Position = first + chunks.Length };
        return chunks;
    }

    private BatchOrder OrderOf(long epoch) => new(_chunks, _batch, BucketBatches, _seed, epoch);
}
