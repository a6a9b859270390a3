using Weft.Sampling.Curriculum;
using Weft.Sampling.Structures;

namespace Weft.Sampling.Static;

/// <summary>
/// Chunks with fixed rates. A chunk of rate 2.3 comes two or three times an epoch, in the ratio of 7 to 3, and its times are spread over
/// as many passes as the highest rate needs. So an epoch has hardly more variation than one of uniform sampling; drawing with
/// replacement would leave a third of the text out of each.
/// </summary>
internal sealed class StaticSampler : ISampler
{
    private readonly ChunkOrders _orders;
    private readonly Competence _competence;
    private readonly SamplerState _start;
    private readonly float[] _rates;
    private readonly double _correction;
    private ChunkWalk? _walk;
    private int _passes;
    private double _standsFor;
    private (long Epoch, KeyedHash Times, KeyedHash First)? _keys;

    /// <summary>Creates a sampler of chunks that may come in any order.</summary>
    /// <param name="rates">How many times each chunk comes in an epoch on the average.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="correction">As <see cref="StaticOptions.Correction"/>.</param>
    /// <param name="state">Where to go on, or null to begin.</param>
    public StaticSampler(float[] rates, long seed, double correction = 0, SamplerState? state = null)
        : this(rates, correction, new ChunkOrders(rates.Length, seed), Competence.Full, state)
    {
    }

    internal StaticSampler(float[] rates, double correction, ChunkOrders orders, Competence competence, SamplerState? state) =>
        (_rates, _correction, _orders, _competence, _start) = (rates, correction, orders, competence, state ?? new SamplerState(0, 0));

    /// <inheritdoc/>
    public SamplerState State => _walk is { } walk ? new SamplerState(walk.Epoch, walk.Position) : _start;

    /// <summary>Where nothing is too complex any more: losses change nothing.</summary>
    public bool CanDrawAhead => _competence.IsFull;

    /// <summary>The rates: a run goes on with those that it began with, whatever has become of the file that they came from.</summary>
    public IReadOnlyList<(string Name, Array Values)> Memory => [("sampler.rates", _rates)];

    /// <inheritdoc/>
    public Samples Next(int count, double progress)
    {
        var walk = _walk ??= Begin();
        _competence.Grow(progress);
        var chunks = new List<long>(count);
        while (chunks.Count == 0)
        {
            walk.EnterEpoch();
            while (chunks.Count < count && !walk.IsAtEnd)
            {
                var (chunk, pass) = walk.Here;
                walk.Step();
                if (_competence.Allows(chunk) && Comes(chunk, pass, walk.Epoch))
                    chunks.Add(chunk);
            }
        }
        return new Samples(walk.Epoch, [.. chunks])
        {
            Weights = _correction > 0 ? [.. chunks.Select(chunk => (float)Math.Pow(_rates[chunk], -_correction))] : null,
            StandsFor = _standsFor,
            Key = walk.Epoch * _orders.Count * _passes + walk.Position,
        };
    }

    private ChunkWalk Begin()
    {
        _passes = Math.Max(1, (int)Math.Ceiling(_rates.Max()));
        // The mean weight of what is chosen: the weighted loss is then a mean again, of the distribution that the weights leave.
        _standsFor = _correction > 0 ? _rates.Average(rate => Math.Pow(rate, 1 - _correction)) / _rates.Average() : 1;
        return new ChunkWalk(_orders, _start, _passes);
    }

    private bool Comes(long chunk, int pass, long epoch)
    {
        if (_keys is not { } keys || keys.Epoch != epoch)
            _keys = keys = (epoch, new KeyedHash(_orders.Seed, "static times", epoch), new KeyedHash(_orders.Seed, "static first", epoch));
        var rate = _rates[chunk];
        var whole = (int)rate;
        var times = whole + (keys.Times.Happens(chunk, rate - whole) ? 1 : 0);
        // The passes from a random one on.
        return (pass + keys.First.Below(chunk, _passes)) % _passes < times;
    }
}
