using System.Runtime.ExceptionServices;
using Weft.Sampling;
using Weft.Workers;

namespace Weft.Training.Steps;

/// <summary>What one step trains on: its micro-batches, filled by another thread before the step needs them.</summary>
/// <param name="count">Micro-batches at most.</param>
/// <param name="examples">What they are read from.</param>
/// <param name="sharding">Who has which part of every micro-batch; null is one worker. It is this one's part that is read.</param>
internal sealed class StepBatches(int count, IExamples examples, Sharding? sharding = null) : IDisposable
{
    private readonly ManualResetEventSlim _filled = new();
    private readonly MicroBatch[] _all = [.. Enumerable.Range(0, count).Select(_ => new MicroBatch(sharding ?? Sharding.None))];
    private int _count;
    private ExceptionDispatchInfo? _error;

    /// <summary>The micro-batches.</summary>
    public ArraySegment<MicroBatch> Micro => new(_all, 0, _count);

    /// <summary>Where the sampler stood when it had chosen them: what a checkpoint after this step keeps.</summary>
    public SamplerState Sampler { get; private set; } = new(0, 0);

    /// <summary>The targets of all micro-batches, over all workers.</summary>
    public long ScoredTargets => Micro.Sum(micro => micro.Targets);

    /// <summary>The targets that these stand for: what the loss is divided by.</summary>
    public double NominalTargets => Micro.Sum(micro => micro.Targets * micro.Samples.StandsFor);

    /// <summary>Lets the sampler choose.</summary>
    /// <param name="sampler">The sampler.</param>
    /// <param name="rows">Rows of a micro-batch.</param>
    /// <param name="progress">The share of the budget that is used up.</param>
    public void Draw(ISampler sampler, int rows, double progress)
    {
        _filled.Reset();
        _count = 0;
        // A plan that is over wants to hear of all that was chosen: the step ends there.
        while (_count < _all.Length && (_count == 0 || !sampler.IsPlanOver))
            _all[_count++].Samples = sampler.Next(rows, progress);
        Sampler = sampler.State;
    }

    /// <summary>An order of samples that goes on with the chunks of these micro-batches.</summary>
    public SampleOrder Append(SampleOrder order)
    {
        foreach (var micro in Micro)
            order = order.With(micro.Samples.Epoch, micro.Samples.Examples);
        return order;
    }

    /// <summary>Reads these examples, as they are in the first epoch, at once, where no queue does it ahead.</summary>
    /// <param name="chosen">The examples of each micro-batch.</param>
    public StepBatches Read(IReadOnlyList<long[]> chosen)
    {
        _count = _all.Length;
        for (var i = 0; i < _count; i++)
            _all[i].Samples = new Samples(0, chosen[i]);
        Fill();
        Wait();
        return this;
    }

    /// <summary>Reads what was chosen. An error is kept for whoever waits.</summary>
    public void Fill()
    {
        try
        {
            foreach (var micro in Micro)
                micro.Read(examples);
        }
#pragma warning disable CA1031 // Every error belongs to the step that wants the batches.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _error = ExceptionDispatchInfo.Capture(e);
        }
        _filled.Set();
    }

    /// <summary>Waits until the batches are there; throws what went wrong with them.</summary>
    public void Wait()
    {
        _filled.Wait();
        _error?.Throw();
    }

    /// <inheritdoc/>
    public void Dispose() => _filled.Dispose();
}
