using System.CommandLine;
using Weft.Bench.Listing;
using Weft.Bench.Measuring;
using Weft.Bench.Trainings;
using Weft.Runs.Options;
using Weft.Runtime;

namespace Weft.Bench.Throughput;

/// <summary>
/// Weft beside the plain listing of the same model: <c>throughput --preset reference</c>. Rounds alternate between the columns, so
/// that a machine that slows down slows all of them, and every measurement is a process of its own.
/// </summary>
internal static class ThroughputBenchmark
{
    // So many steps the listing with Weft's allocator settings takes until the heap, which glibc leaves holes in between its large
    // buffers, has stopped growing. The others are steady after two.
    private const int DefaultWarmUp = 12;

    public static Command CreateCommand()
    {
        var arguments = new BenchArguments();
        var rounds = new Option<int>("--rounds") { Description = "How often each column is measured.", DefaultValueFactory = _ => 5 };
        var steps = new Option<int>("--steps") { Description = "Measured steps in a round.", DefaultValueFactory = _ => 10 };
        var warmUp = new Option<int>("--warm-up") { Description = "Steps before them.", DefaultValueFactory = _ => DefaultWarmUp };
        var command = new Command("throughput", "Train the same model on the same batches with TorchSharp's modules and with Weft; compare tokens/s.")
        {
            rounds, steps, warmUp,
        };
        arguments.AddTo(command);
        command.SetAction(parsed =>
        {
            var options = arguments.ReadOptions(parsed);
            var (measured, before) = (BenchArguments.Positive(parsed, steps), BenchArguments.Positive(parsed, warmUp));
            var text = arguments.ReadText(parsed, options, (measured + before) * BatchSource.TokensInStep(options));
            var report = new ThroughputReport(arguments.Text(parsed), options, text.Vocabulary);
            arguments.Result(parsed, Run(report, options, text, BenchArguments.Positive(parsed, rounds), measured, before));
        });
        return command;
    }

    private static ThroughputSummary Run(ThroughputReport report, RunOptions options, BenchmarkText text, int rounds, int steps, int warmUp)
    {
        var whyNoListing = ListingTraining.WhyNot(options);
        var columns = whyNoListing is null ? Enum.GetValues<Column>() : [Column.Weft];
        report.Begin(steps, warmUp, whyNoListing);
        var results = new List<IReadOnlyDictionary<Column, RoundResult>>();
        var machine = new MatrixSpeed(0, 0);
        using var tokens = new TokensFile(text);
        for (var round = 0; round < rounds; round++)
        {
            machine = MachineProcess.Best(machine, MachineProcess.Run(options.Runtime.Threads));
            var measured = columns.ToDictionary(column => column, column => RoundProcess.Run(tokens.Request(column, options, warmUp, steps)));
            results.Add(measured);
            report.Round(round + 1, measured);
        }
        var summary = ThroughputSummary.Of(results, machine, options, text.Vocabulary);
        report.End(summary, results);
        return summary;
    }
}
