using System.CommandLine;
using Weft.Bench.Listing;
using Weft.Bench.Measuring;
using Weft.Bench.Throughput;
using Weft.Bench.Trainings;
using Weft.Runs.Options;

namespace Weft.Bench.Techniques;

/// <summary>
/// What each technique brings: <c>techniques</c> measures the step again and again, every time with one technique more. All are measured
/// once in a round, each in a process of its own.
/// </summary>
internal static class TechniquesBenchmark
{
    public static Command CreateCommand()
    {
        var arguments = new BenchArguments();
        var rounds = new Option<int>("--rounds") { Description = "How often each step is measured.", DefaultValueFactory = _ => 3 };
        var steps = new Option<int>("--steps") { Description = "Measured steps in a round.", DefaultValueFactory = _ => 5 };
        var warmUp = new Option<int>("--warm-up") { Description = "Steps before them.", DefaultValueFactory = _ => 5 };
        var command = new Command("techniques", "Add one technique after the other to a training step; print what each brings.") { rounds, steps, warmUp };
        arguments.AddTo(command);
        command.SetAction(parsed =>
        {
            var options = arguments.ReadOptions(parsed);
            var (measured, before) = (BenchArguments.Positive(parsed, steps), BenchArguments.Positive(parsed, warmUp));
            var text = arguments.ReadText(parsed, options, (measured + before) * BatchSource.TokensInStep(options));
            arguments.Result(parsed, Run(arguments.Text(parsed), options, text, BenchArguments.Positive(parsed, rounds), measured, before));
        });
        return command;
    }

    private static List<TechniqueResult> Run(TextWriter output, RunOptions options, BenchmarkText text, int rounds, int steps, int warmUp)
    {
        var machine = MachineProcess.Run(options.Runtime.Threads);
        output.WriteLine(ModelDescription.Of(options, text.Vocabulary));
        output.WriteLine(MachineDescription.Line);
        output.WriteLine($"Medians of {rounds} rounds of {steps} steps after {warmUp} to warm up, every figure from a process of its own.");
        var techniques = Technique.All(ListingTraining.WhyNot(options) is null, Utilisation.HasBFloat16(machine));
        var measured = techniques.ToDictionary(technique => technique, _ => new List<RoundResult>());
        using var tokens = new TokensFile(text);
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var (technique, results) in measured)
                results.Add(RoundProcess.Run(tokens.Request(technique.Column, technique.Settings(options), warmUp, steps) with { Kernels = technique.Kernels }));
            output.WriteLine($"round {round}: {string.Join("  ", measured.Values.Select(results => $"{results[^1].TokensPerSecond:N0}"))}");
        }
        var rows = TechniqueResult.Of(techniques, technique => measured[technique]);
        Print(output, rows);
        return rows;
    }

    private static void Print(TextWriter output, List<TechniqueResult> rows)
    {
        output.WriteLine();
        var table = new TextTable(output, ("technique", 36), ("tokens/s", 9), ("before", 9), ("gain", 6), ("in all", 6), ("peak MB", 8), ("loss", 8)).Header();
        foreach (var row in rows)
        {
            table.Row(
                row.Technique, $"{row.TokensPerSecond:N0}", $"{row.Before:N0}", row.Gain is { } gain ? $"{gain:0.00}" : "", $"{row.InAll:0.00}",
                $"{row.PeakResidentBytes / 1e6:N0}", $"{row.Loss:0.0000}");
        }
    }
}
