using System.Diagnostics;
using System.Text;
using Weft.Foundation;

namespace Weft.Workers.Mpi;

/// <summary>This process as one of MPI's: begins, waits with a limit, and ends. A process can begin once.</summary>
internal sealed unsafe class MpiSession
{
    // MPI_THREAD_FUNNELED: one thread makes all calls.
    private const int OneThread = 1;
    private static readonly TimeSpan AbortLimit = TimeSpan.FromSeconds(3);

    // The launcher hears of the end by another way than it reads what was said. MPICH's reads no more once it has heard.
    private static readonly TimeSpan ReadingTime = TimeSpan.FromMilliseconds(300);

    private readonly MpiFunctions _mpi;
    private readonly CommunicationThread _thread;
    private readonly TimeSpan _limit;
    private readonly Action<Exception> _lastWords;
    private int _isOver;

    private MpiSession(MpiFunctions mpi, TimeSpan limit, Action<Exception> lastWords)
    {
        (_mpi, _limit, _lastWords) = (mpi, limit, lastWords);
        _thread = new CommunicationThread(() => Exchange?.Idle(), TimeSpan.FromMilliseconds(Math.Clamp(limit.TotalMilliseconds / 20, 10, 500)), WatchEnd);
    }

    /// <summary>What bytes go through; used in <see cref="Begin"/> alone.</summary>
    public MpiExchange Exchange { get; private set; } = null!;

    /// <summary>Finds the library and the other workers.</summary>
    /// <param name="environment">What the launcher said.</param>
    /// <param name="limit">How long a worker waits for another.</param>
    /// <param name="lastWords">Is told what was found wrong where whoever waits for this worker's calls hangs, before all processes are ended.</param>
    /// <exception cref="ConfigurationException">The library is missing, or is not the launcher's.</exception>
    /// <exception cref="WorkersLostException">Not all workers came in time.</exception>
    public static MpiSession Start(WorkerEnvironment environment, TimeSpan limit, Action<Exception> lastWords)
    {
        var (library, isOpenMpi) = MpiLibrary.Load(environment.Launcher, Environment.GetEnvironmentVariable(MpiLibrary.Variable));
        var session = new MpiSession(new MpiFunctions(library, isOpenMpi), limit, lastWords);
        var began = Stopwatch.GetTimestamp();
        // MPI itself waits there, and nobody but this thread can give up.
        session.Wait(session._thread.Begin(() => session.Initialize(environment)), () => Stopwatch.GetElapsedTime(began), limit, "the other workers to start");
        return session;
    }

    /// <summary>Lets the communication thread do something.</summary>
    public CommunicationJob Begin(Action work) => _thread.Begin(work);

    /// <summary>Waits for it.</summary>
    /// <remarks>The communication thread finds out who is missing; it is given up only when it does not.</remarks>
    public void Wait(CommunicationJob job) => Wait(job, () => Exchange.SinceProgress, 1.5 * _limit, "MPI, which does not come back from a call");

    /// <summary>Ends together with the others.</summary>
    public void Complete()
    {
        // After MPI's own end the thread must not so much as ask for messages.
        Wait(_thread.BeginLast(() =>
        {
            // All have come before anybody waits in MPI itself, where there is no limit.
            Exchange.Begin(CallKind.End, 0);
            Exchange.GatherEqual([1], new byte[Exchange.Count]);
            _mpi.Check(_mpi.Finish(), Exchange.Rank);
        }));
        _isOver = 1;
        Exchange.Dispose();
    }

    /// <summary>Ends the processes of all workers, this one too. It does not come back, whatever MPI does.</summary>
    public void Abort(int exitCode)
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0)
            return;
        Thread.Sleep(ReadingTime);
        // MPI may hang in the very call that is to be ended: then its own end is not waited for.
        var abort = new Thread(() => _mpi.Abort(_mpi.World, exitCode)) { IsBackground = true };
        abort.Start();
        abort.Join(AbortLimit);
        Native.Exit(exitCode);
    }

    private void Initialize(WorkerEnvironment environment)
    {
        int provided, rank, count;
        _mpi.Check(_mpi.InitThread(null, null, OneThread, &provided), environment.Rank);
        _mpi.Check(_mpi.SetErrorHandler(_mpi.World, _mpi.ReturnErrors), environment.Rank);
        _mpi.Check(_mpi.Rank(_mpi.World, &rank), environment.Rank);
        _mpi.Check(_mpi.Size(_mpi.World, &count), environment.Rank);
        if ((rank, count) != (environment.Rank, environment.Count))
        {
            throw new ConfigurationException(
                $"{MpiLibrary.NameOf(environment.Launcher)} started worker {environment.Rank} of {environment.Count}, and the MPI library says {rank} of {count}: " +
                $"it is another launcher's. Name that of the launcher in {MpiLibrary.Variable}.");
        }
        var peers = new Peers(rank, count);
        Exchange = new MpiExchange(_mpi, rank, peers, _limit);
        Exchange.Begin(CallKind.Start, 0);
        Introduce(peers);
    }

    /// <summary>Tells all workers where each runs.</summary>
    private void Introduce(Peers peers)
    {
        const int length = 64 + sizeof(int);
        var own = new byte[length];
        var host = Encoding.ASCII.GetBytes(Environment.MachineName);
        host.AsSpan(0, Math.Min(host.Length, 64)).CopyTo(own);
        BitConverter.TryWriteBytes(own.AsSpan(64), Environment.ProcessId);
        var all = new byte[length * peers.Count];
        Exchange.GatherEqual(own, all);
        for (var other = 0; other < peers.Count; other++)
        {
            var his = all.AsSpan(other * length, length);
            if (his[..64].SequenceEqual(own.AsSpan(0, 64)))
                peers.Know(other, BitConverter.ToInt32(his[64..]));
        }
    }

    /// <summary>A thread that hears of a failure leaves by the exception. One that never comes to hear of it, or hangs on its way out, is not waited for: the
    /// others would have to end this process.</summary>
    private void WatchEnd(Exception failure) => new Thread(() =>
    {
        Thread.Sleep(_limit);
        if (Volatile.Read(ref _isOver) != 0)
            return;
        _lastWords(failure);
        Abort(1);
    })
    { IsBackground = true, Name = "MPI end" }.Start();

    private void Wait(CommunicationJob job, Func<TimeSpan> elapsed, TimeSpan most, string forWhat)
    {
        var step = TimeSpan.FromMilliseconds(Math.Max(_limit.TotalMilliseconds / 4, 10));
        while (!job.Done.Wait(step))
        {
            if (elapsed() > most)
            {
                _thread.Fail(new WorkersLostException(
                    $"This worker has waited {elapsed().TotalSeconds:0.#} s for {forWhat}.{Environment.NewLine}" +
                    "See what the launcher says of the other workers; workers.timeoutSeconds says how long workers wait.")).Throw();
            }
        }
        job.Failure?.Throw();
    }
}
