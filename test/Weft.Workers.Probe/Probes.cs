using System.Globalization;
using System.Runtime.InteropServices;
using Weft.Workers.Mpi;

namespace Weft.Workers.Probe;

/// <summary>What the processes can do together. Each gives a line that tests compare.</summary>
internal static partial class Probes
{
    private const int Kill = 9;
    private const int Stop = 19;

    /// <summary>By name.</summary>
    public static IReadOnlyDictionary<string, Func<MpiWorkers, WorkerEnvironment, string, string>> All { get; } =
        new Dictionary<string, Func<MpiWorkers, WorkerEnvironment, string, string>>(StringComparer.Ordinal)
        {
            ["who"] = (workers, environment, _) => $"{workers.Rank} of {workers.Count}, {environment.LocalRank} here, by {environment.Launcher}",
            // The second worker does not even start.
            ["absent"] = (_, _, _) => "all came",
            ["sums"] = (workers, _, _) => Sums.Describe(workers),
            ["tree"] = (workers, _, _) => Sums.TreeHash(workers),
            ["train"] = (workers, _, argument) => Trainings.Train(workers, argument),
            ["train-devices"] = (workers, _, argument) => Trainings.TrainDevices(workers, argument),
            ["speed"] = (workers, _, argument) => Speed.Measure(workers, int.Parse(argument, CultureInfo.InvariantCulture)),
            ["throw"] = (workers, _, argument) => One(workers, argument, () => throw new InvalidOperationException("What was to be done cannot be done.")),
            ["kill"] = (workers, _, argument) => One(workers, argument, () => Signal(Environment.ProcessId, Kill)),
            ["stop"] = (workers, _, argument) => One(workers, argument, () => Signal(Environment.ProcessId, Stop)),
            ["late"] = (workers, _, argument) => One(workers, argument, () => Thread.Sleep(Timeout.Infinite)),
            // One computes without an end and asks the launcher to wait; the others may hang on their way out.
            ["endless"] = (workers, _, argument) => One(workers, argument, Compute),
            ["hanging"] = (workers, _, argument) => Hanging(workers, argument),
            ["busy"] = (workers, _, argument) => Busy(workers, argument),
            ["astray"] = (workers, _, argument) => One(workers, argument, () => workers.Sum(new double[5000])),
            ["leave"] = (workers, _, argument) => One(workers, argument, () => Leave(0)),
            ["patient"] = (workers, _, argument) => Patient(workers, argument),
        };

    /// <summary>All do a little together; then one does something of its own while the others go on.</summary>
    private static string One(MpiWorkers workers, string rank, Action act)
    {
        workers.Sum(new double[1]);
        if (workers.Rank == int.Parse(rank, CultureInfo.InvariantCulture))
            act();
        workers.Sum(new double[6000]);
        return "went on";
    }

    private static void Compute()
    {
        using var refusal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true);
        for (var number = 1u; number != 0;)
            number = (number * 3) | 1;
    }

    private static string Hanging(MpiWorkers workers, string rank)
    {
        try
        {
            return One(workers, rank, () => Thread.Sleep(Timeout.Infinite));
        }
        finally
        {
            Thread.Sleep(Timeout.Infinite);
        }
    }

    /// <summary>The first worker never comes back from what it does for all, or from what it does before the end.</summary>
    private static string Busy(MpiWorkers workers, string where)
    {
        if (where == "for all")
            workers.OnFirst(Compute);
        else if (workers.Rank == 0)
            Compute();
        return "went on";
    }

    private static string Patient(MpiWorkers workers, string seconds)
    {
        workers.OnFirst(() => Thread.Sleep(TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture))));
        return "waited";
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Leave(int code);
}
