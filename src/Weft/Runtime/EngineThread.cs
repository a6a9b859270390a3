using System.Collections.Concurrent;

namespace Weft.Runtime;

/// <summary>
/// The one thread on which programs in C# train and use models. LibTorch has one random generator and one pool of threads for a process,
/// and its dispose scopes belong to a thread: two callers at once would change each other's numbers. Whatever is asked for is therefore
/// done here, one thing after the other, in the order in which it was asked for.
/// </summary>
internal static class EngineThread
{
    private static readonly Lazy<BlockingCollection<Action>> Waiting = new(Start);

    [ThreadStatic]
    private static bool _isHere;

    [ThreadStatic]
    private static bool _helps;

    /// <summary>Whether the caller is on it: in a training's event, or in what a plug-in does.</summary>
    public static bool IsHere => _isHere;

    /// <summary>Does something on it and waits for the end; from within it, at once. The wait needs no other thread of the process's pool.</summary>
    /// <param name="work">What is to be done.</param>
    /// <param name="stop">Takes it back while it waits; what is under way has to look for itself.</param>
    /// <exception cref="OperationCanceledException">It was taken back.</exception>
    /// <exception cref="InvalidOperationException">The caller's thread helps it: see <see cref="Help"/>.</exception>
    public static T Run<T>(Func<T> work, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        if (_isHere)
            return work();
        var job = Ask(work);
        using (TakingBack(job, stop))
            return job.Done.GetAwaiter().GetResult();
    }

    /// <summary>The same without holding the caller's thread. What continues behind it runs elsewhere.</summary>
    public static async Task<T> RunAsync<T>(Func<T> work, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        if (_isHere)
            return work();
        var job = Ask(work);
        await using (TakingBack(job, stop).ConfigureAwait(false))
            return await job.Done.ConfigureAwait(false);
    }

    /// <summary>Does something that this thread waits for on the caller's, which is another: reading batches, encoding text. Whoever asks from
    /// within that for something to be done here would wait for himself, and is refused.</summary>
    public static void Help(Action work)
    {
        _helps = true;
        try
        {
            work();
        }
        finally
        {
            _helps = false;
        }
    }

    private static Job<T> Ask<T>(Func<T> work)
    {
        if (_helps)
        {
            throw new InvalidOperationException(
                "A tokenizer or a task asked for a model or a training while Weft reads text with it. Weft waits for the answer, so that both would wait for ever: "
                + "ask before the training begins, or from one of its events.");
        }
        var job = new Job<T>(work, ExecutionContext.Capture());
        Waiting.Value.Add(job.Do, CancellationToken.None);
        return job;
    }

    private static CancellationTokenRegistration TakingBack<T>(Job<T> job, CancellationToken stop) =>
        stop.UnsafeRegister(static (job, token) => ((Job<T>)job!).TakeBack(token), job);

    private static BlockingCollection<Action> Start()
    {
        var waiting = new BlockingCollection<Action>();
        new Thread(() => Serve(waiting)) { Name = "Weft", IsBackground = true }.Start();
        return waiting;
    }

    private static void Serve(BlockingCollection<Action> waiting)
    {
        _isHere = true;
        foreach (var work in waiting.GetConsumingEnumerable())
            work();
    }

    private sealed class Job<T>(Func<T> work, ExecutionContext? context)
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _isTaken;

        public Task<T> Done => _done.Task;

        public void Do()
        {
            if (Interlocked.Exchange(ref _isTaken, 1) == 1)
                return;
            // What the caller keeps for its logical thread (scopes of logs, cultures) holds for its events and plug-ins.
            if (context is null)
                Finish();
            else
                ExecutionContext.Run(context, static job => ((Job<T>)job!).Finish(), this);
        }

        public void TakeBack(CancellationToken stop)
        {
            if (Interlocked.Exchange(ref _isTaken, 1) == 0)
                _done.SetCanceled(stop);
        }

        private void Finish()
        {
            try
            {
                _done.SetResult(work());
            }
            catch (Exception e)
            {
                _done.SetException(e);
            }
        }
    }
}
