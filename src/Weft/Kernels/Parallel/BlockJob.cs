using System.Runtime.ExceptionServices;

namespace Weft.Kernels.Parallel;

/// <summary>The blocks of one call, handed out to whatever threads ask.</summary>
internal sealed class BlockJob
{
    private static readonly Action<int> Nothing = _ => { };

    private Action<int> _body = Nothing;
    private int _blocks;
    private int _next;
    private ExceptionDispatchInfo? _error;

    /// <summary>Begins a call; no thread may still be at work on the one before.</summary>
    public void Begin(int blocks, Action<int> body) => (_body, _blocks, _next, _error) = (body, blocks, 0, null);

    /// <summary>Works on blocks until none is left. It never throws: the first error is kept, and no further block is begun.</summary>
    public void Work()
    {
        try
        {
            for (var block = Take(); block < _blocks; block = Take())
                _body(block);
        }
#pragma warning disable CA1031 // Every error belongs to the caller; one that left a native thread's call would end the process.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref _error, ExceptionDispatchInfo.Capture(e), null);
            Volatile.Write(ref _next, _blocks);
        }
    }

    /// <summary>Ends the call when all threads are done with it: throws what was thrown.</summary>
    public void End()
    {
        var error = _error;
        // What the body holds must not live on until the next call.
        (_body, _error) = (Nothing, null);
        error?.Throw();
    }

    private int Take() => Interlocked.Increment(ref _next) - 1;
}
