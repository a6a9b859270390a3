using Weft.Sampling.Structures;

namespace Weft.Sampling.Dynamic;

/// <summary>What a plan makes of each chunk: whether it is kept, what it counts, and which hard ones come in between.</summary>
internal sealed class PlannedChoices
{
    // Below this score a chunk is easy: half of its like are harder.
    private const float Easy = 0.5f;

    private readonly DynamicOptions _options;
    private readonly SamplingPlan _plan;
    private readonly long _seed;
    private readonly ChunkStatistics _statistics;
    private readonly KeyedHash _isHard;
    private readonly KeyedHash _hard;
    private readonly HardSamples? _hardSamples;
    private readonly long _usedChunks;
    private (long Epoch, KeyedHash Hash)? _keep;

    /// <param name="options">How hard samples are drawn.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="statistics">With the scores of the plan.</param>
    /// <param name="isUsed">Whether a chunk is trained on at all.</param>
    public PlannedChoices(DynamicOptions options, SamplingPlan plan, long seed, ChunkStatistics statistics, Func<long, bool> isUsed)
    {
        (_options, _plan, _seed, _statistics) = (options, plan, seed, statistics);
        _isHard = new KeyedHash(seed, "hard or normal", plan.Number);
        _hard = new KeyedHash(seed, "hard", plan.Number);
        var keptChunks = 0.0;
        for (var chunk = 0; chunk < statistics.Count; chunk++)
        {
            if (!isUsed(chunk))
                continue;
            _usedChunks++;
            keptChunks += KeepOf(chunk);
        }
        StandsFor = _usedChunks / keptChunks;
        if (plan.Stage == SamplingStage.Harden)
            _hardSamples = new HardSamples(statistics, isUsed, options);
    }

    /// <summary>As <see cref="Samples.StandsFor"/>. In <see cref="SamplingStage.Harden"/> nothing is left out: a sample stands for itself.</summary>
    public double StandsFor { get; }

    /// <summary>Whether the sample with a number is a hard one, drawn from all chunks.</summary>
    public bool IsHard(long draw) => _hardSamples is not null && !_isHard.Happens(draw, _plan.NormalShare);

    /// <summary>Whether an ordinary sample is kept when it comes in an epoch.</summary>
    public bool Keeps(long chunk, long epoch)
    {
        if (KeepOf(chunk) == 1)
            return true;
        if (_keep is not { } keep || keep.Epoch != epoch)
            _keep = keep = (epoch, new KeyedHash(_seed, "keep", _plan.Number, epoch));
        return keep.Hash.Happens(chunk, _plan.Keep);
    }

    /// <summary>An ordinary sample.</summary>
    public Choice Normal(long chunk) => new(chunk, WeightOf(chunk), 0);

    /// <summary>Draws a hard sample.</summary>
    /// <param name="draw">The number of the sample.</param>
    public Choice Hard(long draw)
    {
        var chunk = _hardSamples!.Draw(_hard, draw);
        return new Choice(chunk, WeightOf(chunk), WordDropout);
    }

    private float WordDropout
    {
        get
        {
            var lowered = _options.LowestNormalShare < 1 ? (1 - _plan.NormalShare) / (1 - _options.LowestNormalShare) : 1;
            return (float)double.Lerp(_options.FirstWordDropout, _options.LastWordDropout, lowered);
        }
    }

    private double KeepOf(long chunk) => _plan.Stage == SamplingStage.Explore && _statistics.Scores[(int)chunk] < Easy ? _plan.Keep : 1;

    private float WeightOf(long chunk) => _hardSamples is { } hard
        ? (float)Math.Pow(_plan.NormalShare + (1 - _plan.NormalShare) * _usedChunks * hard.ProbabilityOf(chunk), -_options.HardCorrection)
        : (float)(1 / KeepOf(chunk));
}
