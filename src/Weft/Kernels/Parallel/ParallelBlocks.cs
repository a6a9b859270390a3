using static TorchSharp.torch;

namespace Weft.Kernels.Parallel;

/// <summary>
/// Runs the blocks of a kernel on as many threads as LibTorch has. On Linux they are LibTorch's own, so that the two never compete for
/// cores; elsewhere they are a <see cref="WorkerTeam"/>.
/// </summary>
internal static class ParallelBlocks
{
    private static readonly Lock Gate = new();
    private static WorkerTeam? _team;

    [ThreadStatic]
    private static bool _isInside;

    /// <summary>
    /// Calls the body with 0 to <paramref name="blocks"/> - 1, each once, in any order. Within a body, and while another thread runs
    /// blocks, the calling thread does all of them itself: more threads than cores would help nobody.
    /// </summary>
    /// <remarks>The first exception of a body is thrown again here; blocks that were not begun by then are left out.</remarks>
    public static void Run(int blocks, Action<int> body) => Run(blocks, body, OpenMpTeam.IsAvailable);

    /// <summary>The same, on the threads of the caller's choice.</summary>
    internal static void Run(int blocks, Action<int> body, bool onOpenMp)
    {
        var threads = get_num_threads();
        if (Math.Min(threads, blocks) <= 1 || _isInside || !Gate.TryEnter())
        {
            for (var block = 0; block < blocks; block++)
                body(block);
            return;
        }
        try
        {
            _isInside = true;
            if (onOpenMp)
                OpenMpTeam.Run(threads, blocks, body);
            else
                TeamOf(threads).Run(blocks, body);
        }
        finally
        {
            _isInside = false;
            Gate.Exit();
        }
    }

    /// <summary>The team, in the size that is wanted now.</summary>
    private static WorkerTeam TeamOf(int threads)
    {
        if (_team?.Threads == threads)
            return _team;
        _team?.Dispose();
        return _team = new WorkerTeam(threads);
    }
}
