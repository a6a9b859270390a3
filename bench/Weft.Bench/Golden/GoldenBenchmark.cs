using System.CommandLine;
using Weft.Bench.Measuring;
using Weft.Bench.Preparation;
using Weft.Runtime;

namespace Weft.Bench.Golden;

/// <summary>
/// Shows whether a change of the code changes a bit of what is trained: <c>golden --out before.txt</c> before it, <c>golden --against
/// before.txt</c> after it, on the same machine. Last bits differ between processors, so these hashes are a command and no test.
/// </summary>
internal static class GoldenBenchmark
{
    // Small enough for several passes, so that dynamic sampling goes through its stages.
    private const long TextBytes = 150_000;

    public static Command CreateCommand()
    {
        var steps = new Option<int>("--steps") { Description = "Updates of each training.", DefaultValueFactory = _ => 60 };
        var output = new Option<string?>("--out") { Description = "Write the hashes into this file.", HelpName = "FILE" };
        var against = new Option<string?>("--against") { Description = "Compare with the hashes in this file; fail where one differs.", HelpName = "FILE" };
        var command = new Command("golden", "Hashes of weights, optimizer, sampler and order after short trainings of every kind, to compare two versions.")
        {
            steps, output, against,
        };
        command.SetAction(parsed =>
        {
            var lines = Run(BenchArguments.Positive(parsed, steps));
            if (parsed.GetValue(output) is { } file)
                File.WriteAllLines(file, lines);
            if (parsed.GetValue(against) is { } before)
                Compare(File.ReadAllLines(before), lines);
        });
        return command;
    }

    private static List<string> Run(int steps)
    {
        var folder = Directory.CreateTempSubdirectory("weft-golden-").FullName;
        try
        {
            var text = Path.Combine(folder, "text.txt");
            SyntheticText.Write(text, TextBytes, separated: true);
            var lines = new List<string>();
            foreach (var recipe in GoldenRecipe.All)
            {
                foreach (var precision in new[] { Precision.Float32, Precision.BFloat16 })
                {
                    lines.Add(recipe.Train(text, folder, precision, steps));
                    Console.WriteLine(lines[^1]);
                }
            }
            return lines;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Compare(string[] before, List<string> now)
    {
        var changed = now.Except(before).ToList();
        if (changed.Count > 0)
            throw new BenchmarkException($"{changed.Count} of {now.Count} trainings are not what they were:{Environment.NewLine}{string.Join(Environment.NewLine, changed)}");
        Console.WriteLine($"All {now.Count} trainings are what they were, bit for bit.");
    }
}
