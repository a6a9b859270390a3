using System.Globalization;
using System.Text;
using Weft.Runtime;
using Weft.Workers;
using Weft.Workers.Mpi;
using Weft.Workers.Probe;

// One of several processes that tests start with mpirun: joins the others, does what its first argument names, and parts from them.
if (args.Length < 2)
{
    Write(Console.OpenStandardError(), "Usage: mpirun -n N dotnet Weft.Workers.Probe.dll WHAT SECONDS [ARGUMENT]");
    return 2;
}
MpiWorkers? workers = null;
try
{
    var environment = WorkerEnvironment.Current;
    if (args[0] == "absent" && environment.Rank == 1)
        Thread.Sleep(Timeout.Infinite);
    // First of all, so that nobody waits for a worker that loads longer.
    TorchRuntime.Load();
    workers = MpiWorkers.Start(environment, TimeSpan.FromSeconds(double.Parse(args[1], CultureInfo.InvariantCulture)), e => Write(Console.OpenStandardError(), $"Last words: {e.GetType().Name}: {e.Message}"));
    var result = Probes.All[args[0]](workers, environment, args.ElementAtOrDefault(2) ?? "");
    Write(Console.OpenStandardOutput(), $"{workers.Rank}: {result}");
    workers.Complete();
    return 0;
}
#pragma warning disable CA1031 // Whatever it is, it ends all processes.
catch (Exception e)
#pragma warning restore CA1031
{
    Write(Console.OpenStandardError(), $"{e.GetType().Name}: {e.Message}");
    workers?.Abort(1);
    return 1;
}

// A line at once: Open MPI gives its processes a terminal, for which Console would write more than the text.
static void Write(Stream stream, string text) => stream.Write(Encoding.ASCII.GetBytes(text + "\n"));
