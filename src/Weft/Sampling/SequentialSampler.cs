namespace Weft.Sampling;

/// <summary>Every chunk once an epoch, in the order of the numbers.</summary>
internal sealed class SequentialSampler : ISampler
{
    private readonly long _chunks;

    /// <summary>Creates the sampler.</summary>
    /// <param name="chunks">How many chunks there are; above 0.</param>
    /// <param name="state">Where to go on, or null to begin.</param>
    public SequentialSampler(long chunks, SamplerState? state = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(chunks);
        (_chunks, State) = (chunks, state ?? new SamplerState(0, 0));
    }

    /// <inheritdoc/>
    public SamplerState State { get; private set; }

    /// <summary>Always: losses change nothing.</summary>
    public bool CanDrawAhead => true;

    /// <summary>Chooses the next chunks: as many as asked for, fewer at an epoch's end, so that no batch spans two epochs.</summary>
    public Samples Next(int count, double progress)
    {
        if (State.Position == _chunks)
            State = new SamplerState(State.Epoch + 1, 0);
        var first = State.Position;
        var chunks = new long[(int)Math.Min(count, _chunks - first)];
        for (var i = 0; i < chunks.Length; i++)
            chunks[i] = first + i;
        State = State with { Position = first + chunks.Length };
        return new Samples(State.Epoch, chunks) { Key = State.Epoch * _chunks + first };
    }
}
