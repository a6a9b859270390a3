using System.Collections.Concurrent;
using Weft.Runtime;

namespace Weft.Data.Preparing.Encoding;

/// <summary>Works on the items of a sequence on several threads and takes the results in the order of the items.</summary>
internal static class OrderedPipeline
{
    /// <summary>
    /// Reads <paramref name="items"/> and calls <paramref name="take"/> on the calling thread, and <paramref name="work"/> on the workers.
    /// At most two items for each worker are under way, which bounds the memory whatever the length of the sequence.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static void Run<TItem, TResult>(
        IEnumerable<TItem> items, int workers, Func<TItem, TResult> work, Action<TResult> take, CancellationToken stop)
    {
        using var queue = new BlockingCollection<Job<TItem, TResult>>();
        var threads = Enumerable.Range(0, workers)
            .Select(_ => Task.Factory.StartNew(
                () => EngineThread.Help(() => Work(queue, work)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))
            .ToArray();
        var underWay = new Queue<Job<TItem, TResult>>();
        try
        {
            foreach (var item in items)
            {
                stop.ThrowIfCancellationRequested();
                if (underWay.Count == 2 * workers)
                    take(underWay.Dequeue().Result.Task.GetAwaiter().GetResult());
                var job = new Job<TItem, TResult>(item);
                underWay.Enqueue(job);
                queue.Add(job, CancellationToken.None);
            }
            while (underWay.TryDequeue(out var job))
                take(job.Result.Task.GetAwaiter().GetResult());
            stop.ThrowIfCancellationRequested();
        }
        finally
        {
            // After an error the workers still finish what is queued, at most two items each.
            queue.CompleteAdding();
            Task.WaitAll(threads, CancellationToken.None);
        }
    }

    private static void Work<TItem, TResult>(BlockingCollection<Job<TItem, TResult>> queue, Func<TItem, TResult> work)
    {
        foreach (var job in queue.GetConsumingEnumerable())
        {
            try
            {
                job.Result.SetResult(work(job.Item));
            }
#pragma warning disable CA1031 // Every error belongs to whoever takes the result.
            catch (Exception e)
#pragma warning restore CA1031
            {
                job.Result.SetException(e);
            }
        }
    }

    private sealed class Job<TItem, TResult>(TItem item)
    {
        public TItem Item { get; } = item;

        public TaskCompletionSource<TResult> Result { get; } = new();
    }
}
