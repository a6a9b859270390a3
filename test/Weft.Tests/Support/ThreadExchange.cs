using Weft.Workers.Sums;

namespace Weft.Tests.Support;

/// <summary>Workers in threads of one process, all at the same time, that pass one another bytes.</summary>
internal sealed class ThreadExchange : IExchange
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Shared _shared;

    private ThreadExchange(Shared shared, int rank) => (_shared, Rank) = (shared, rank);

    public int Rank { get; }

    public int Count => _shared.Boxes.GetLength(0);

    /// <summary>How many bytes this worker has sent.</summary>
    public long Sent { get; private set; }

    /// <summary>Runs the same on each worker.</summary>
    /// <returns>What each gave.</returns>
    public static T[] Run<T>(int count, Func<ThreadExchange, T> work)
    {
        var shared = new Shared(count);
        var tasks = Enumerable.Range(0, count).Select(rank => Task.Factory.StartNew(
            () => work(new ThreadExchange(shared, rank)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        return Task.WhenAll(tasks).WaitAsync(Patience).GetAwaiter().GetResult();
    }

    public void Exchange(int to, ReadOnlySpan<byte> send, int from, Span<byte> receive)
    {
        if (!send.IsEmpty)
            _shared.Boxes[Rank, to].Add(send.ToArray());
        Sent += send.Length;
        if (receive.IsEmpty)
            return;
        Assert.True(_shared.Boxes[from, Rank].TryTake(out var received, Patience), $"Worker {Rank} waits for worker {from}.");
        Assert.Equal(receive.Length, received.Length);
        received.CopyTo(receive);
    }

    public void GatherEqual(ReadOnlySpan<byte> own, Span<byte> all)
    {
        own.CopyTo(all[(Rank * own.Length)..]);
        for (var step = 1; step < Count; step++)
        {
            var from = (Rank - step + Count) % Count;
            Exchange((Rank + step) % Count, own, from, all.Slice(from * own.Length, own.Length));
        }
    }

    private sealed class Shared
    {
        public Shared(int count)
        {
            Boxes = new System.Collections.Concurrent.BlockingCollection<byte[]>[count, count];
            for (var from = 0; from < count; from++)
            {
                for (var to = 0; to < count; to++)
                    Boxes[from, to] = [];
            }
        }

        public System.Collections.Concurrent.BlockingCollection<byte[]>[,] Boxes { get; }
    }
}
