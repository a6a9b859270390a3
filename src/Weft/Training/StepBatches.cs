using System.Runtime.ExceptionServices;
using Weft.Data;
using Weft.Sampling;

namespace Weft.Training;

/// <summary>What one step trains on: its micro-batches, filled by another thread before the step needs them.</summary>
internal sealed class StepBatches : IDisposable
{
    private readonly ManualResetEventSlim _filled = new();
    private readonly (long Epoch, long[] Chunks)[] _chosen;
    private ExceptionDispatchInfo? _error;

    public StepBatches(int count)
    {
        _chosen = new (long, long[])[count];
        Micro = [.. Enumerable.Range(0, count).Select(_ => new BatchBuffer())];
    }

    /// <summary>The micro-batches.</summary>
    public BatchBuffer[] Micro { get; }

    /// <summary>Where the sampler stood when it had chosen them: what a checkpoint after this step keeps.</summary>
    public SamplerState Sampler { get; private set; } = new(0, 0);

    /// <summary>The targets of all micro-batches.</summary>
    public long ScoredTargets => Micro.Sum(micro => micro.ScoredTargets);

    /// <summary>Lets the sampler choose.</summary>
    public void Draw(ISampler sampler, int rows)
    {
        _filled.Reset();
        for (var i = 0; i < _chosen.Length; i++)
        {
            var chunks = sampler.Next(rows);
            _chosen[i] = (sampler.State.Epoch, chunks);
        }
        Sampler = sampler.State;
    }

    /// <summary>An order of samples that goes on with the chunks of these micro-batches.</summary>
    public SampleOrder Append(SampleOrder order)
    {
        foreach (var (epoch, chunks) in _chosen)
            order = order.With(epoch, chunks);
        return order;
    }

    /// <summary>Reads these chunks, as they are in the first epoch, at once, where no queue does it ahead.</summary>
    /// <param name="loader">Knows the chunks.</param>
    /// <param name="chosen">The chunks of each micro-batch.</param>
    public StepBatches Read(BatchLoader loader, IReadOnlyList<long[]> chosen)
    {
        for (var i = 0; i < _chosen.Length; i++)
            _chosen[i] = (0, chosen[i]);
        Fill(loader);
        Wait();
        return this;
    }

    /// <summary>Reads what was chosen. An error is kept for whoever waits.</summary>
    public void Fill(BatchLoader loader)
    {
        try
        {
            for (var i = 0; i < _chosen.Length; i++)
                loader.Fill(Micro[i], _chosen[i].Epoch, _chosen[i].Chunks);
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
