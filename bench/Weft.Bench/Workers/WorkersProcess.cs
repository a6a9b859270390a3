using System.CommandLine;
using System.Diagnostics;
using Weft.Bench.Measuring;
using Weft.Cli;
using Weft.Experiments.Processes;
using Weft.Foundation;
using Weft.Runs.Logging;
using Weft.Runtime;
using Weft.Tasks;
using Weft.Training;
using Weft.Training.Starting;
using Weft.Training.Steps;
using Weft.Workers;
using Weft.Workers.Launching;

namespace Weft.Bench.Workers;

/// <summary>One column of one round: the hidden verb that is started as often as there are workers, as Weft starts them.</summary>
internal static class WorkersProcess
{
    private const string Verb = "measure-workers";
    private const string RequestFile = "request.json";
    private const string AnswerFile = "answer.json";

    // Far below what a schedule would reach: the first steps have no warm-up.
    private const double ShareOfPeakRate = 0.1;

    public static Command CreateCommand()
    {
        var folder = new Argument<string>("FOLDER");
        var command = new Command(Verb) { folder };
        command.Hidden = true;
        command.SetAction(parsed => Answer(WeftJson.ReadFile<WorkersRequest>(Path.Combine(parsed.GetRequiredValue(folder), RequestFile), "request")));
        return command;
    }

    /// <summary>Has so many new processes measure.</summary>
    /// <exception cref="BenchmarkException">They failed; their own message went to standard error.</exception>
    public static WorkersResult Run(WorkersRequest request, int workers)
    {
        WeftJson.WriteFile(Path.Combine(request.Folder, RequestFile), request);
        string[] words = [Verb, request.Folder];
        var end = workers == 1 ? new JobEnd(SameProgram.Run(words), null, null)
            : WorkerJob.Run(JobLauncher.Find(), workers, SameProgram.With(words), ParentWatch.Variable, new JobListener(WriteLine, WriteLine), null, CancellationToken.None);
        var answer = Path.Combine(request.Folder, AnswerFile);
        if (end.ExitCode != 0 || end.Ended is not null || !File.Exists(answer))
            throw new BenchmarkException($"The measurement was given up: {end.Ended ?? end.OfLauncher ?? $"its processes ended with exit code {end.ExitCode}."}");
        return WeftJson.ReadFile<WorkersResult>(answer, "answer");
    }

    private static void WriteLine(string line)
    {
        // Of Open MPI's terminal for each process an empty line is left.
        if (line.Length > 0)
            Console.Error.WriteLine(line);
    }

    private static int Answer(WorkersRequest request)
    {
        if (WorkerEnvironment.Current.Rank == 0)
            ParentWatch.Begin(Console.OpenStandardInput, () => Environment.Exit(1));
        return OneOfWorkers.Run(TimeSpan.FromSeconds(request.Options.Workers.TimeoutSeconds), workers =>
        {
            var result = Measure(request, workers);
            if (workers.IsFirst())
                WeftJson.WriteFile(Path.Combine(request.Folder, AnswerFile), result);
            return 0;
        });
    }

    private static WorkersResult Measure(WorkersRequest request, IWorkers workers)
    {
        var corpora = new CorpusProvider(WeftFolders.Cache, WeftFolders.Data, () => Stream.Null);
        using var training = new TrainingOpener(corpora, new Listeners()) { Workers = workers }.Create(request.Options, Path.Combine(request.Folder, "run"));
        var step = training.BeginTrial();
        var rate = ShareOfPeakRate * request.Options.Schedule.PeakRate;
        var made = 0;
        // Until it is over, .NET compiles what runs often anew, on the cores that are to be measured.
        for (var began = Stopwatch.GetTimestamp(); made < request.WarmUp || workers.FromFirst(Stopwatch.GetElapsedTime(began).TotalSeconds < request.WarmUpSeconds); made++)
            Step(made);

        var times = new List<double>();
        var (loss, targets) = (0.0, 0L);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < request.Steps; i++)
        {
            var result = Step(made + i);
            (loss, targets) = (result.Loss, targets + result.Targets);
            times.AddRange(StepParts.Communication.Select(part => training.Clock[part].TotalSeconds));
        }
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new WorkersResult
        {
            TokensPerSecond = targets / seconds,
            StepMilliseconds = 1000 * seconds / request.Steps,
            CommunicationMilliseconds = CommunicationTimes.Of(workers.Gather(times.ToArray()), workers.Count),
            PeakResidentBytes = workers.Gather([Memory.PeakResidentBytes]),
            Parameters = training.Parameters,
            LastLoss = loss,
        };

        // What a training tells the others of each step as well: who was asked to stop, and the first one's clock.
        StepResult Step(int number)
        {
            training.Clock.Reset();
            var result = step(rate);
            var clocked = ClockedWorkers.Of(workers, training.Clock);
            clocked.AgreeToStop(CancellationToken.None);
            clocked.FromFirst((number, rate));
            return result;
        }
    }
}
