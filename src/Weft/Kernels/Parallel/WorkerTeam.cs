namespace Weft.Kernels.Parallel;

/// <summary>
/// A fixed number of threads that do nothing but blocks: for systems where LibTorch's own threads cannot be used. They wait in a busy
/// loop for some microseconds, because kernels follow one another closely, then sleep.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    private readonly BlockJob _job = new();
    private readonly Thread[] _helpers;
    private readonly SemaphoreSlim _calls = new(0);
    private readonly CountdownEvent _unanswered = new(0);
    private volatile bool _ends;

    /// <summary>Starts the threads: one fewer than will work, because the caller works too.</summary>
    public WorkerTeam(int threads)
    {
        _helpers = new Thread[threads - 1];
        for (var i = 0; i < _helpers.Length; i++)
        {
            _helpers[i] = new Thread(Help) { IsBackground = true, Name = $"Weft kernels {i + 1}" };
            _helpers[i].Start();
        }
    }

    /// <summary>How many threads work on a call.</summary>
    public int Threads => _helpers.Length + 1;

    /// <summary>Runs all blocks; one call at a time.</summary>
    /// <exception cref="Exception">The first that a body threw.</exception>
    public void Run(int blocks, Action<int> body)
    {
        _job.Begin(blocks, body);
        // Each of so many calls is answered once, by whichever helper comes first: a second answer of the same helper finds no blocks.
        _unanswered.Reset(_helpers.Length);
        _calls.Release(_helpers.Length);
        _job.Work();
        _unanswered.Wait();
        _job.End();
    }

    /// <summary>Ends the threads and waits for their end.</summary>
    public void Dispose()
    {
        _ends = true;
        _calls.Release(_helpers.Length);
        Array.ForEach(_helpers, helper => helper.Join());
        _calls.Dispose();
        _unanswered.Dispose();
    }

    private void Help()
    {
        for (_calls.Wait(); !_ends; _calls.Wait())
        {
            _job.Work();
            _unanswered.Signal();
        }
    }
}
