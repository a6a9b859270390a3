using Weft.Foundation;

namespace Weft.Sampling;

/// <summary>Every chunk once an epoch, in an order that is a function of seed and epoch alone.</summary>
public sealed class UniformSampler : ISampler
{
    private readonly long _seed;
    private readonly int[] _order;
    private SamplerState _state;

    /// <summary>Creates the sampler.</summary>
    /// <param name="chunks">How many chunks there are; above 0.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="state">Where to go on, or null to begin.</param>
    public UniformSampler(long chunks, long seed, SamplerState? state = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(chunks);
        _seed = seed;
        _order = new int[checked((int)chunks)];
        _state = state ?? new SamplerState(0, 0);
        Plan();
    }

    /// <inheritdoc/>
    public SamplerState State => _state;

    /// <summary>Always: losses change nothing.</summary>
    public bool CanDrawAhead => true;

    /// <summary>Chooses the next chunks: as many as asked for, fewer at an epoch's end, so that no batch spans two epochs.</summary>
    public long[] Next(int count)
    {
        if (_state.Position == _order.Length)
        {
            _state = new SamplerState(_state.Epoch + 1, 0);
            Plan();
        }
        var chunks = new long[(int)Math.Min(count, _order.Length - _state.Position)];
        for (var i = 0; i < chunks.Length; i++)
            chunks[i] = _order[_state.Position + i];
        _state = _state with { Position = _state.Position + chunks.Length };
        return chunks;
    }

    private void Plan()
    {
        for (var i = 0; i < _order.Length; i++)
            _order[i] = i;
        RandomStream.For(_seed, "order", _state.Epoch).Shuffle<int>(_order);
    }
}
