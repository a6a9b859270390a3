using Weft.Workers.Mpi;

namespace Weft.Workers.Launching;

/// <summary>
/// The workers of which this process is one, as its launcher says: it joins them once, for all its trainings, and parts from them at the latest when it ends.
/// </summary>
internal static class JoinedWorkers
{
    // What goes wrong for all alike is shown by the first one, whose end ends all of them before this is over; a program that throws takes a second to end.
    private static readonly TimeSpan Precedence = TimeSpan.FromSeconds(3);

    private static MpiWorkers? _joined;
    private static volatile bool _isUnfinished;

    /// <summary>Works together with the others; alone where there are none.</summary>
    /// <param name="environment">What the launcher said.</param>
    /// <param name="limit">How long a worker waits for another that gives no sign; what the first call says holds for all.</param>
    /// <param name="work">What all of them do.</param>
    /// <param name="lastWords">Hears what went wrong where the working thread does not come back to hear of it; then all processes are ended.</param>
    /// <exception cref="Exception">What went wrong here; a moment later than for the first worker. Where the process ends next, it ends all.</exception>
    public static T Run<T>(WorkerEnvironment environment, Func<TimeSpan> limit, Func<IWorkers, T> work, Action<Exception> lastWords) => AfterFirst(environment, () =>
    {
        if (environment.Count == 1)
            return work(Alone.Instance);
        _isUnfinished = true;
        var result = work(_joined ??= Join(environment, limit(), lastWords));
        _isUnfinished = false;
        return result;
    });

    /// <summary>Does something that may go wrong for all workers alike.</summary>
    /// <exception cref="Exception">What went wrong here; a moment later than for the first worker.</exception>
    public static T AfterFirst<T>(WorkerEnvironment environment, Func<T> act)
    {
        try
        {
            return act();
        }
        catch when (environment.Rank > 0)
        {
            Thread.Sleep(Precedence);
            throw;
        }
    }

    /// <summary>Parts from the others, after all work; all of them do. Nothing happens where there are none.</summary>
    public static void Complete()
    {
        _joined?.Complete();
        _joined = null;
    }

    /// <summary>Ends the processes of all workers, this one too, at once: what is to be said must have been said. Nothing happens where there are none.</summary>
    /// <param name="exitCode">What the launcher is to end with; not 0.</param>
    public static void Abort(int exitCode) => _joined?.Abort(exitCode);

    private static MpiWorkers Join(WorkerEnvironment environment, TimeSpan limit, Action<Exception> lastWords)
    {
        var joined = MpiWorkers.Start(environment, limit, lastWords);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
        return joined;
    }

    /// <summary>A process that ends without a word leaves the others waiting, or its launcher.</summary>
    private static void End()
    {
        try
        {
            if (!_isUnfinished)
                Complete();
        }
        catch (WorkersLostException)
        {
            _isUnfinished = true;
        }
        if (_isUnfinished)
            Abort(Environment.ExitCode == 0 ? 1 : Environment.ExitCode);
    }
}
