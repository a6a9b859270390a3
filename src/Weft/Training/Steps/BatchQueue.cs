using System.Collections.Concurrent;
using Weft.Runs.Options;
using Weft.Runtime;
using Weft.Sampling;
using Weft.Workers;

namespace Weft.Training.Steps;

/// <summary>
/// Makes the batches of the next steps while the present one runs. The sampler is asked by the training's own thread, up to
/// <see cref="Ahead"/> steps ahead and never past a point where it must hear of losses first; a thread of the queue's own then reads the
/// examples. That thread touches managed memory alone: tensors are made by the training's thread (see <see cref="Memory"/>).
/// </summary>
internal sealed class BatchQueue(ISampler sampler, IExamples examples, TrainingOptions options, Sharding? sharding = null) : IDisposable
{
    /// <summary>For how many steps after the present one batches are made.</summary>
    public const int Ahead = 2;

    // Those ahead, and the one in use.
    private readonly StepBatches[] _all = [.. Enumerable.Range(0, Ahead + 1).Select(_ => new StepBatches(options.Accumulation, examples, sharding))];
    private readonly Queue<StepBatches> _underWay = new();
    private readonly BlockingCollection<StepBatches> _toFill = [];
    private Thread? _thread;
    private int _drawn;
    private bool _disposed;

    /// <summary>The next step's batches; those of the step before, which must have been made and observed, are overwritten.</summary>
    /// <param name="progress">The share of the budget that is used up.</param>
    /// <exception cref="ObjectDisposedException">The queue was disposed.</exception>
    public StepBatches Next(double progress)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _thread ??= Start();
        while (_underWay.Count == 0 || (_underWay.Count <= Ahead && sampler.CanDrawAhead))
            Draw(progress);
        var next = _underWay.Dequeue();
        next.Wait();
        return next;
    }

    /// <summary>Tells the sampler what the batches of a step that was made have cost.</summary>
    public void Observe(StepBatches made)
    {
        if (!sampler.WantsLosses)
            return;
        foreach (var micro in made.Micro)
            sampler.Observe(micro.Samples, micro.Losses);
    }

    /// <summary>Ends the thread; batches that are still to be made are not needed any more.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _toFill.CompleteAdding();
        _thread?.Join();
        _toFill.Dispose();
        Array.ForEach(_all, step => step.Dispose());
    }

    private void Draw(double progress)
    {
        var step = _all[_drawn++ % _all.Length];
        step.Draw(sampler, options.Batch, progress);
        _underWay.Enqueue(step);
        _toFill.Add(step);
    }

    private Thread Start()
    {
        var thread = new Thread(() => EngineThread.Help(() =>
        {
            foreach (var step in _toFill.GetConsumingEnumerable())
                step.Fill();
        }))
        {
            IsBackground = true,
            Name = "Weft batches",
        };
        thread.Start();
        return thread;
    }
}
