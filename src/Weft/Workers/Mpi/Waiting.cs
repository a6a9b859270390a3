using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Weft.Workers.Mpi;

/// <summary>
/// How one waits for MPI, which goes on only while somebody asks: often at first, then giving the core to others, in the end asleep in between. MPI's own blocking calls
/// ask without pause and take the core from whoever computes on it.
/// </summary>
/// <param name="canSleep">Whether what is awaited is a worker, and not bytes under way, which would lose their pace.</param>
internal struct Waiting(bool canSleep)
{
    private const int AsksAtOnce = 50;
    private const uint Microseconds = 50;
    private static readonly TimeSpan UntilAsleep = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan UntilAsleepUnderWay = TimeSpan.FromSeconds(1);

    private readonly long _began = Stopwatch.GetTimestamp();
    private int _asked;

    /// <summary>How long it has been waited.</summary>
    public readonly TimeSpan Elapsed => Stopwatch.GetElapsedTime(_began);

    /// <summary>Lets some time pass.</summary>
    /// <returns>Whether it was asleep: time enough to look after other things.</returns>
    public bool Pause()
    {
        if (++_asked < AsksAtOnce)
            return false;
        if (Elapsed < (canSleep ? UntilAsleep : UntilAsleepUnderWay))
        {
            Thread.Yield();
            return false;
        }
        _ = Native.Sleep(Microseconds);
        return true;
    }
}

/// <summary>Calls of the C library.</summary>
internal static partial class Native
{
    /// <summary>Sleeps for less than the millisecond that .NET has as its least.</summary>
    [LibraryImport("libc", EntryPoint = "usleep")]
    public static partial int Sleep(uint microseconds);

    /// <summary>Ends the process at once, whatever its other threads do.</summary>
    [LibraryImport("libc", EntryPoint = "_exit")]
    public static partial void Exit(int code);
}
