using Weft.Runtime;

namespace Weft.Kernels;

/// <summary>
/// A set of buffers for each thread that works on the blocks of a kernel. All are made by the calling thread: its memory is kept and
/// used again, that of others is mapped anew each time.
/// </summary>
/// <typeparam name="TBuffers">A set of buffers.</typeparam>
internal sealed class BufferPool<TBuffers>
{
    private readonly Lock _gate = new();
    private readonly TBuffers[] _free;
    private int _count;

    /// <param name="blocks">How many blocks there are: no more sets are needed.</param>
    /// <param name="create">Makes a set.</param>
    public BufferPool(int blocks, Func<TBuffers> create)
    {
        _free = new TBuffers[Math.Min(blocks, Threads.Current)];
        while (_count < _free.Length)
            _free[_count++] = create();
    }

    /// <summary>A set that nobody else has until it is returned.</summary>
    public TBuffers Take()
    {
        lock (_gate)
            return _count > 0 ? _free[--_count] : throw new InvalidOperationException("More threads work on a kernel than LibTorch has.");
    }

    /// <summary>Gives a set back.</summary>
    public void Return(TBuffers buffers)
    {
        lock (_gate)
            _free[_count++] = buffers;
    }
}
