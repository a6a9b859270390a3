using Weft.Sampling.Curriculum;
using Weft.Sampling.Structures;

namespace Weft.Sampling.Dynamic;

/// <summary>
/// Lets the state of the model decide what is trained on next. It works by plans: at the end of each it looks at the losses that training
/// has given and at over-fitting, and <see cref="StageMachine"/> says what comes. A plan's choices are a function of the run's seed, the
/// plan, and the scores when it was made; these are in the checkpoint.
/// </summary>
internal sealed class DynamicSampler : ISampler
{
    private readonly DynamicOptions _options;
    private readonly ChunkOrders _orders;
    private readonly Competence _competence;
    private readonly ProbeChunks _probes;
    private readonly Planner _planner;
    private readonly ChunkStatistics _statistics;
    private readonly ChunkWalk _walk;
    private readonly long _planLength;
    private readonly Action<PlanReport> _report;
    private SamplingPlan? _plan;
    private PlannedChoices? _choices;
    private long _drawn;
    private long _used;

    /// <param name="options">How it works.</param>
    /// <param name="orders">The orders in which chunks are gone through.</param>
    /// <param name="complexities">Of each chunk, from <see cref="ChunkComplexity"/>.</param>
    /// <param name="competence">Which chunks are passed over in the beginning.</param>
    /// <param name="probe">Asks the model.</param>
    /// <param name="report">Hears of each plan.</param>
    /// <param name="state">Where to go on, or null to begin. What <see cref="Memory"/> names must be filled before the first choice.</param>
    internal DynamicSampler(
        DynamicOptions options, ChunkOrders orders, float[] complexities, Competence competence, ISamplingProbe probe, Action<PlanReport> report,
        SamplerState? state = null)
    {
        state ??= new SamplerState(0, 0);
        (_options, _orders, _competence, _report) = (options, orders, competence, report);
        _statistics = new ChunkStatistics(checked((int)orders.Count), options);
        _probes = ProbeChunks.Choose(orders.Count, options.ProbeChunks, orders.Seed);
        _planner = new Planner(options, orders.Seed, _statistics, _probes, new BucketScores(complexities, IsUsed, options.ComplexityBuckets), probe);
        _walk = new ChunkWalk(orders, state);
        // Ten rounds of a tenth go through every chunk, whatever their number is divided by.
        _planLength = Math.Max(1, orders.Count * options.RoundsPerPlan / (options.RoundLength == RoundLength.Epoch ? 1 : 10));
        (_plan, _drawn, _used) = (state.Plan, state.Draws, state.Plan?.Used ?? 0);
    }

    /// <inheritdoc/>
    public SamplerState State => new(_walk.Epoch, _walk.Position) { Draws = _drawn, Plan = _plan is null ? null : _plan with { Used = _used } };

    /// <summary>Within a plan, where nothing is too complex any more.</summary>
    public bool CanDrawAhead => !IsPlanOver && _competence.IsFull;

    /// <inheritdoc/>
    public bool IsPlanOver => _plan is null || _used >= _planLength;

    /// <inheritdoc/>
    public bool WantsLosses => true;

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Array Values)> Memory => _statistics.Memory;

    /// <inheritdoc/>
    public Samples Next(int count, double progress)
    {
        _competence.Grow(progress);
        var batch = new List<Choice>(count);
        var epoch = _walk.Epoch;
        while (batch.Count == 0)
        {
            if (IsPlanOver)
                MakePlan(progress);
            _walk.EnterEpoch();
            epoch = _walk.Epoch;
            while (batch.Count < count && _used < _planLength && !_walk.IsAtEnd)
            {
                if (Take() is { } choice)
                    batch.Add(choice);
            }
        }
        var standsFor = Choices.StandsFor;
        PassOver();
        return SamplesOf(batch, epoch, standsFor);
    }

    /// <inheritdoc/>
    public void Observe(Samples samples, ReadOnlySpan<float> losses) => _statistics.Observe(samples.Examples, losses);

    /// <inheritdoc/>
    public SamplingReport Report() => SamplingReport.Of(_statistics, _probes.IsHeldOut);

    /// <summary>How hard a chunk was when the present plan was made, 0 to 1.</summary>
    internal float ScoreOf(long chunk) => _statistics.Scores[(int)chunk];

    private bool IsUsed(long chunk) => !_probes.IsHeldOut(chunk);

    private PlannedChoices Choices => _choices ??= Replayed();

    private void MakePlan(double progress)
    {
        var report = _planner.Next(_plan, progress);
        _plan = report.Plan with { FirstDraw = _drawn };
        (_choices, _used) = (null, 0);
        _report(report);
    }

    /// <summary>The plan's choices, as they are after those that an earlier session made.</summary>
    private PlannedChoices Replayed()
    {
        var choices = new PlannedChoices(_options, _plan!, _orders.Seed, _statistics, IsUsed);
        for (var draw = _plan!.FirstDraw; draw < _drawn; draw++)
        {
            if (choices.IsHard(draw))
                choices.Hard(draw);
        }
        return choices;
    }

    /// <summary>The sample of the present place, or null where it is passed over.</summary>
    private Choice? Take()
    {
        if (Choices.IsHard(_drawn))
        {
            _used++;
            return Choices.Hard(_drawn++);
        }
        var (chunk, isKept) = (_walk.Here.Chunk, IsKept());
        Pass();
        if (!isKept)
            return null;
        _drawn++;
        return Choices.Normal(chunk);
    }

    /// <summary>Goes on to the next sample of the plan, so that a plan which has none left is over before anybody asks to draw ahead.</summary>
    private void PassOver()
    {
        while (_used < _planLength && !Choices.IsHard(_drawn))
        {
            _walk.EnterEpoch();
            if (IsKept())
                return;
            Pass();
        }
    }

    private bool IsKept()
    {
        var chunk = _walk.Here.Chunk;
        return IsUsed(chunk) && _competence.Allows(chunk) && Choices.Keeps(chunk, _walk.Epoch);
    }

    private void Pass()
    {
        _walk.Step();
        _used++;
    }

    private Samples SamplesOf(List<Choice> batch, long epoch, double standsFor) => new(epoch, [.. batch.Select(choice => choice.Chunk)])
    {
        Weights = batch.Any(choice => choice.Weight != 1) ? [.. batch.Select(choice => choice.Weight)] : null,
        StandsFor = standsFor,
        WordDropout = batch.Any(choice => choice.WordDropout > 0) ? [.. batch.Select(choice => choice.WordDropout)] : null,
        Key = _drawn,
    };
}
