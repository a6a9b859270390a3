using System.CommandLine;
using Weft.Bench.Measuring;
using Weft.Data;
using Weft.Foundation;
using Weft.Runs.Options;
using Weft.Training.Starting;
using Weft.Workers.Launching;

namespace Weft.Bench.Workers;

/// <summary>
/// Several workers beside one with as many threads: <c>workers --preset small --preset gpt2-small</c>. Rounds alternate between the columns, so that a machine that
/// slows down slows all of them; every measurement is processes of its own, started as Weft starts them. With <c>--restart</c>, how soon a training goes on.
/// </summary>
internal static class WorkersBenchmark
{
    public static Command CreateCommand()
    {
        var presets = Several("--preset", $"The models (several may follow): {string.Join(", ", PresetLayers.Names)}.", "small");
        var precisions = Several("--precision", "What products are taken in (several may follow): float32, bfloat16.", "float32", "bfloat16");
        precisions.AcceptOnlyFromAmong("float32", "bfloat16");
        var workers = Number("--workers", "How many workers share the threads.", 2);
        var threads = Number("--threads", "Threads of one worker, which several divide among them.", Environment.ProcessorCount);
        var rounds = Number("--rounds", "How often each column is measured.", 3);
        var steps = Number("--steps", "Measured steps in a round.", 30);
        var warmUp = Number("--warm-up", "Steps before them, at least.", 5);
        var warmUpSeconds = new Option<double>("--warm-up-seconds") { Description = "Seconds before them, at least.", DefaultValueFactory = _ => 15, HelpName = "S" };
        var data = new Option<string?>("--data") { Description = "The text; by default Weft's own corpus.", HelpName = "SOURCE" };
        var restart = new Option<bool>("--restart") { Description = "Measure instead how long after SIGKILL of a worker a training with --restarts 1 makes its next step." };
        var set = BenchArguments.SetOption();
        var json = BenchArguments.JsonOption();
        var command = new Command("workers", "Train with one worker and with several on as many threads; compare tokens/s, communication and memory.")
        {
            presets, precisions, workers, threads, rounds, steps, warmUp, warmUpSeconds, data, restart, set, json,
        };
        command.SetAction(parsed =>
        {
            IReadOnlyCollection<string> settings = [.. parsed.GetValue(data) is { } source ? [$"data.source={source}"] : (string[])[], .. parsed.GetValue(set) ?? []];
            var (count, often) = (BenchArguments.Positive(parsed, workers), BenchArguments.Positive(parsed, rounds));
            if (count < 2)
                throw new ConfigurationException("--workers is 1; it must be at least 2, to be compared with one.");
            var launcher = JobLauncher.Find();
            var output = BenchArguments.Text(parsed, json);
            output.WriteLine($"{MachineDescription.Line}; {launcher.Name}");
            if (parsed.GetValue(restart))
            {
                BenchArguments.Result(parsed, json, parsed.GetRequiredValue(presets).Select(preset => RestartBenchmark.Run(preset, count, often, settings, output)).ToList());
                return;
            }
            var shares = BenchArguments.Positive(parsed, threads);
            // All that is wrong is found before anything is measured.
            var cases = (from preset in parsed.GetRequiredValue(presets) from precision in parsed.GetRequiredValue(precisions) select WorkersCase.Of(preset, precision, count, shares, settings)).ToList();
            var extent = new WorkersExtent(BenchArguments.Positive(parsed, rounds), BenchArguments.Positive(parsed, warmUp), parsed.GetValue(warmUpSeconds), BenchArguments.Positive(parsed, steps));
            BenchArguments.Result(parsed, json, cases.ConvertAll(one => Run(one, extent, output)));
        });
        return command;
    }

    private static WorkersSummary Run(WorkersCase measured, WorkersExtent extent, TextWriter output)
    {
        Prepare(measured.Options[WorkersColumn.One].Data, output);
        var report = new WorkersReport(output, measured, extent);
        var results = new List<IReadOnlyDictionary<WorkersColumn, WorkersResult>>();
        for (var round = 1; round <= extent.Rounds; round++)
        {
            results.Add(measured.Options.ToDictionary(column => column.Key, column => Measure(column.Value, measured.WorkersOf(column.Key), extent)));
            report.Round(round, results[^1]);
        }
        var summary = WorkersSummary.Of(measured, results);
        report.End(summary);
        return summary;
    }

    private static WorkersResult Measure(RunOptions options, int workers, WorkersExtent extent)
    {
        var folder = Directory.CreateTempSubdirectory("weft-workers-").FullName;
        try
        {
            return WorkersProcess.Run(new WorkersRequest { Options = options, Folder = folder, WarmUp = extent.WarmUp, WarmUpSeconds = extent.WarmUpSeconds, Steps = extent.Steps }, workers);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The text is prepared before: the memory that this takes is no worker's.</summary>
    private static void Prepare(DataOptions data, TextWriter output) =>
        new CorpusProvider(WeftFolders.Cache, WeftFolders.Data, () => Stream.Null, progress: null, output.WriteLine).Prepare(data, CancellationToken.None).Store.Dispose();

    private static Option<int> Number(string name, string description, int value) => new(name) { Description = description, DefaultValueFactory = _ => value };

    private static Option<string[]> Several(string name, string description, params string[] values) =>
        new(name) { Description = description, AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => values };
}
