using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Weft.Workers.Mpi;

/// <summary>
/// The thread that makes all calls of MPI, one after the other in the order in which they were asked for: MPI goes on only while it is called, so that what shall be sent while
/// the training computes needs a thread of its own; and whoever waits for this thread can stop waiting.
/// </summary>
internal sealed class CommunicationThread
{
    private readonly BlockingCollection<CommunicationJob> _jobs = [];
    private readonly Action _idle;
    private readonly TimeSpan _pause;
    private readonly Action<Exception> _failed;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Starts the thread.</summary>
    /// <param name="idle">What is done now and then while there is nothing to do.</param>
    /// <param name="pause">How often.</param>
    /// <param name="failed">Hears of the first failure, on the thread that finds it.</param>
    public CommunicationThread(Action idle, TimeSpan pause, Action<Exception> failed)
    {
        (_idle, _pause, _failed) = (idle, pause, failed);
        new Thread(Work) { IsBackground = true, Name = "MPI" }.Start();
    }

    /// <summary>Asks for something to be done.</summary>
    /// <exception cref="WorkersLostException">Something failed before: nothing can be sent any more.</exception>
    public CommunicationJob Begin(Action work)
    {
        _failure?.Throw();
        var job = new CommunicationJob(work);
        _jobs.Add(job);
        return job;
    }

    /// <summary>Asks for the last thing to be done: the thread ends with it, and is idle no more.</summary>
    /// <exception cref="WorkersLostException">Something failed before: nothing can be sent any more.</exception>
    public CommunicationJob BeginLast(Action work)
    {
        var job = Begin(work);
        _jobs.CompleteAdding();
        return job;
    }

    /// <summary>The failure of the thread or of somebody who waits for it: whatever follows fails as well.</summary>
    public ExceptionDispatchInfo Fail(Exception e)
    {
        if (Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(e), null) is null)
            _failed(e);
        return _failure;
    }

    private void Work()
    {
        while (!_jobs.IsCompleted)
        {
            if (_jobs.TryTake(out var job, _pause))
                Do(job.Work, job);
            else if (_failure is null && !_jobs.IsAddingCompleted)
                Do(_idle, null);
        }
    }

    private void Do(Action work, CommunicationJob? job)
    {
        try
        {
            _failure?.Throw();
            work();
        }
#pragma warning disable CA1031 // It is thrown again in the thread that waits.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var failure = Fail(e);
            if (job is not null)
                job.Failure = failure;
        }
        job?.Done.Set();
    }
}

/// <summary>Something that the thread does.</summary>
internal sealed class CommunicationJob(Action work)
{
    /// <summary>What it is.</summary>
    public Action Work => work;

    /// <summary>Set when it is over.</summary>
    public ManualResetEventSlim Done { get; } = new();

    /// <summary>What went wrong.</summary>
    public ExceptionDispatchInfo? Failure { get; set; }
}
