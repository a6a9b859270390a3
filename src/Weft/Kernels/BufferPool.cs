using System.Collections.Concurrent;
using Weft.Runtime;

namespace Weft.Kernels;

/// <summary>
/// A set of buffers for each thread that works on the blocks of a kernel. All are made by the calling thread: its memory is kept and
/// used again, that of others is mapped anew each time.
/// </summary>
/// <typeparam name="TBuffers">A set of buffers.</typeparam>
internal sealed class BufferPool<TBuffers>
{
    private readonly ConcurrentBag<TBuffers> _free = [];

    /// <param name="blocks">How many blocks there are: no more sets are needed.</param>
    /// <param name="create">Makes a set.</param>
    public BufferPool(int blocks, Func<TBuffers> create)
    {
        for (var i = 0; i < Math.Min(blocks, Threads.Current); i++)
            _free.Add(create());
    }

    /// <summary>Works with a set that nobody else has meanwhile.</summary>
    public void With(Action<TBuffers> work)
    {
        if (!_free.TryTake(out var buffers))
            throw new InvalidOperationException("More threads work on a kernel than LibTorch has.");
        work(buffers);
        _free.Add(buffers);
    }
}
