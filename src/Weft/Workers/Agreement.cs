using System.Runtime.ExceptionServices;

namespace Weft.Workers;

/// <summary>One decision for all workers.</summary>
internal static class Agreement
{
    /// <summary>Whether this worker is the one that writes files and tells what happens.</summary>
    public static bool IsFirst(this IWorkers workers) => workers.Rank == 0;

    /// <summary>Whether something is so for at least one worker.</summary>
    public static bool Any(this IWorkers workers, bool own)
    {
        Span<double> count = [own ? 1 : 0];
        workers.Sum(count);
        return count[0] > 0;
    }

    /// <summary>Replaces each count by its sum over all workers; exact up to 2^53.</summary>
    public static void Sum(this IWorkers workers, long[] counts)
    {
        if (workers.Count == 1)
            return;
        double[] sums = [.. counts.Select(count => (double)count)];
        workers.Sum(sums);
        for (var i = 0; i < counts.Length; i++)
            counts[i] = (long)sums[i];
    }

    /// <summary>What the first worker has; what the others give is left aside.</summary>
    public static string FromFirst(this IWorkers workers, string own) =>
        workers.Count == 1 ? own : new string(workers.Gather<char>(workers.IsFirst() ? [.. own] : []));

    /// <summary>Whether at least one worker was asked to stop: all stop then, in the same place.</summary>
    public static bool AgreeToStop(this IWorkers workers, CancellationToken stop) => workers.Any(stop.IsCancellationRequested);

    /// <summary>Lets the first worker do something for all, such as writing a file: when all have come here, and before anybody goes on.</summary>
    /// <param name="workers">The workers.</param>
    /// <param name="act">What the first one does.</param>
    /// <param name="meanwhile">What the others do meanwhile, where it needs them; null is nothing.</param>
    /// <exception cref="Exception">What the first worker threw, to the first.</exception>
    /// <exception cref="IOException">To the others, where the first one failed.</exception>
    public static void OnFirst(this IWorkers workers, Action act, Action? meanwhile = null)
    {
        // Nobody reads any more what is about to be changed.
        workers.Any(false);
        if (!workers.IsFirst())
            meanwhile?.Invoke();
        ExceptionDispatchInfo? error = null;
        try
        {
            if (workers.IsFirst())
                act();
        }
#pragma warning disable CA1031 // The others must hear of it, whatever it is, before it is thrown again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            error = ExceptionDispatchInfo.Capture(e);
        }
        if (workers.FromFirst(error is null))
            return;
        error?.Throw();
        throw new IOException("The first worker failed in what it does for all; its own message says why.");
    }
}
