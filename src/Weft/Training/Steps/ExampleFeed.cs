using Weft.Runs;
using Weft.Runs.Options;
using Weft.Sampling;
using Weft.Sampling.Curriculum;
using Weft.Sampling.Dynamic;
using Weft.Sampling.Static;
using Weft.Sampling.Structures;
using Weft.Sampling.Worth;
using Weft.Tasks;
using Weft.Workers;

namespace Weft.Training.Steps;

/// <summary>What a training is fed with: the task's examples, in the order of the sampler that the options ask for, read ahead.</summary>
internal sealed class ExampleFeed : IDisposable
{
    private readonly IExamples _examples;
    private readonly RunOptions _options;
    private readonly ISampler _sampler;
    private float[]? _difficulties;

    /// <param name="task">Has the examples.</param>
    /// <param name="options">The run's options.</param>
    /// <param name="state">Where the sampler goes on.</param>
    /// <param name="isResumed">Whether the memories will be filled from a checkpoint.</param>
    /// <param name="probe">Asks the model.</param>
    /// <param name="report">Hears of each plan.</param>
    /// <param name="own">Makes the sampler that a program brought; null where the options choose one of Weft's.</param>
    /// <param name="sharding">Who is fed with the same draws, each with its part of them.</param>
    /// <exception cref="InvalidDataException">A file that the sampler reads is missing or wrong.</exception>
    public ExampleFeed(ITask task, RunOptions options, SamplerState state, bool isResumed, ISamplingProbe probe, Action<PlanReport> report, Sharding sharding,
        Func<SamplerFeed, ISampler>? own = null)
    {
        (_examples, _options) = (task.Examples, options);
        _sampler = own is null
            ? CreateSampler(state, isResumed, probe, report)
            : new CheckedSampler(own(new SamplerFeed(_examples.Count, options.Seed) { Batch = options.Training.Batch, State = state }), _examples.Count);
        Memories = [_sampler, .. task.Memories];
        Queue = new BatchQueue(_sampler, task.Examples, options.Training, sharding);
    }

    /// <summary>What chooses the examples.</summary>
    public ISampler Sampler => _sampler;

    /// <summary>What a checkpoint must hold of sampler and task.</summary>
    public IReadOnlyList<ICheckpointed> Memories { get; }

    /// <summary>The batches, step by step.</summary>
    public BatchQueue Queue { get; }

    /// <summary>Whether the loss of each example is wanted.</summary>
    public bool MeasuresExamples => _sampler.WantsLosses;

    /// <summary>Writes what the sampler has learnt about the examples into the run's folder, where it has.</summary>
    public void WriteReport(RunFolder run)
    {
        if (_sampler.Report() is { } report)
            new SamplingFolder(run, _examples).Write(report);
    }

    /// <inheritdoc/>
    public void Dispose() => Queue.Dispose();

    private float[] Difficulties => _difficulties ??= _examples.Difficulties();

    /// <summary>The only place that knows samplers by name.</summary>
    private ISampler CreateSampler(SamplerState state, bool isResumed, ISamplingProbe probe, Action<PlanReport> report)
    {
        if (_examples.Order == ExampleOrder.Sequential)
            return new SequentialSampler(_examples.Count, state);
        var sampling = _options.Sampling;
        var orders = new ChunkOrders(
            _examples.Count, _options.Seed, _examples.Order == ExampleOrder.Neighbours ? _options.Training.Batch : 0, _examples.BucketBatches,
            sampling.Order == EpochOrder.Spaced ? sampling.OrderJitter : null);
        return sampling.Sampler switch
        {
            SamplerKind.Static => new StaticSampler(
                isResumed ? new float[_examples.Count] : StaticRates.Of(sampling.Static, _examples), sampling.Static.Correction, orders, Competence(), state),
            SamplerKind.Dynamic => new DynamicSampler(sampling.Dynamic, orders, Difficulties, Competence(), probe, report, state),
            SamplerKind.Worth => new WorthSampler(
                sampling.Worth, isResumed || sampling.Worth.Reference == WorthReference.None ? Learnable.Unknown(_examples.Count) : Learnable.Of(_examples), orders, Competence(),
                state),
            _ => new UniformSampler(orders, Competence(), state),
        };
    }

    private Competence Competence() => _options.Sampling.Curriculum.StartCompetence < 1
        ? new Competence(ChunkComplexity.Quantiles(Difficulties), _options.Sampling.Curriculum)
        : Sampling.Curriculum.Competence.Full;
}
