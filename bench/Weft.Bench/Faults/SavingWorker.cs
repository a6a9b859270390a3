using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Weft.Experiments.Processes;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Runtime;
using Weft.Training.Starting;
using Weft.Workers;
using Weft.Workers.Launching;
using Weft.Workers.Mpi;

namespace Weft.Bench.Faults;

/// <summary>One worker of a training in which one is killed at a stage of saving: the hidden verb that a launcher starts.</summary>
internal static class SavingWorker
{
    private const string Verb = "saving-worker";

    public static Command CreateCommand()
    {
        var words = new Argument<string[]>("WORDS");
        var command = new Command(Verb) { words };
        command.Hidden = true;
        command.SetAction(parsed => Work(parsed.GetValue(words)!));
        return command;
    }

    /// <summary>Trains with several workers, one of which is killed, until all have ended.</summary>
    /// <param name="workers">How many.</param>
    /// <param name="options">The file of the training's options.</param>
    /// <param name="cache">Where prepared text is kept.</param>
    /// <param name="run">The run folder.</param>
    /// <param name="rank">Which of them is killed; -1 for none.</param>
    /// <param name="stage">At which of <see cref="SavingTraining.Stages"/>.</param>
    /// <param name="tell">Takes what they write.</param>
    public static JobEnd Run(int workers, string options, string cache, string run, int rank, int stage, Action<string> tell)
    {
        string[] words = [Assembly.GetExecutingAssembly().Location, Verb, options, cache, run, $"{rank}", $"{stage}"];
        var start = new ProcessStartInfo("dotnet", ["exec", .. words]);
        return WorkerJob.Run(JobLauncher.Find(), workers, start, ParentWatch.Variable, new JobListener(tell, tell), null, CancellationToken.None);
    }

    private static int Work(string[] words)
    {
        var (options, cache, run, killed, stage) = (words[0], words[1], words[2], int.Parse(words[3], CultureInfo.InvariantCulture), SavingTraining.Stages[int.Parse(words[4], CultureInfo.InvariantCulture)]);
        var environment = WorkerEnvironment.Current;
        Console.Error.WriteLine(JobLines.IntroductionOf(environment.Rank));
        var read = WeftJson.ReadFile<RunOptions>(options, "options");
        var times = stage.Time;
        MpiWorkers? workers = null;
        try
        {
            TorchRuntime.Load();
            workers = MpiWorkers.Start(environment, TimeSpan.FromSeconds(read.Workers.TimeoutSeconds), e => Console.Error.WriteLine(e.Message));
            SavingTraining.Train(read, run, new CorpusProvider(cache, cache, () => Stream.Null), workers, reached =>
            {
                if (reached == stage.Operation && --times == 0 && killed >= 0)
                    Kill(run, killed, environment.Rank);
            });
            workers.Complete();
            return 0;
        }
#pragma warning disable CA1031 // Whatever it is, it ends all processes.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine($"worker {environment.Rank}: {e.Message}");
            workers?.Abort(1);
            return 1;
        }
    }

    /// <summary>Another one is killed while this one goes on, as far as it comes.</summary>
    private static void Kill(string run, int rank, int own)
    {
        var process = rank == own ? Environment.ProcessId : WorkerProcesses.Find(run, rank) ?? throw new InvalidOperationException($"Worker {rank} is not there.");
        WorkerProcesses.Send(process, Fault.Kill);
        if (rank == own)
            Thread.Sleep(Timeout.Infinite);
    }
}
