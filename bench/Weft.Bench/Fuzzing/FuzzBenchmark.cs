using System.CommandLine;
using System.Diagnostics;
using Weft.Bench.Measuring;
using Weft.Foundation;

namespace Weft.Bench.Fuzzing;

/// <summary>Gives damaged files to all readers, as the tests do, for as long as one likes: <c>fuzz --seconds 600</c>.</summary>
internal static class FuzzBenchmark
{
    private const int AtOnce = 200;

    public static Command CreateCommand()
    {
        var seconds = new Option<int?>("--seconds") { Description = "Go on for so long; without it each reader gets --mutations files." };
        var mutations = new Option<int>("--mutations") { Description = "Damaged files for each reader.", DefaultValueFactory = _ => AtOnce };
        var seed = new Option<long>("--seed") { Description = "Determines the damage.", DefaultValueFactory = _ => 1 };
        var command = new Command("fuzz", "Give damaged files to all readers; fail where one hangs, takes much memory or throws what users must not see.")
        {
            seconds, mutations, seed,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(seconds) is { } time && time <= 0)
                throw new ConfigurationException($"--seconds is {time}; it must be above 0.");
            Run(parsed.GetValue(seconds), BenchArguments.Positive(parsed, mutations), parsed.GetValue(seed));
        });
        return command;
    }

    private static void Run(int? seconds, int mutations, long seed)
    {
        var folder = Directory.CreateTempSubdirectory("weft-fuzz-").FullName;
        var (files, refused, failures) = (0L, 0L, new List<string>());
        var watch = Stopwatch.StartNew();
        try
        {
            do
            {
                foreach (var target in ReaderTargets.All)
                {
                    var result = FuzzRun.Of(target, folder, seconds is null ? mutations : AtOnce, seed);
                    (files, refused) = (files + result.Files, refused + result.Refused);
                    failures.AddRange(result.Failures);
                    foreach (var failure in result.Failures)
                        Console.WriteLine(failure);
                }
                seed++;
            }
            while (watch.Elapsed.TotalSeconds < seconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        Console.WriteLine($"{files:N0} damaged files for {ReaderTargets.All.Count} readers in {watch.Elapsed.TotalSeconds:N0} s: {refused:N0} refused, {failures.Count:N0} failures");
        if (failures.Count > 0)
            throw new BenchmarkException($"{failures.Count:N0} files were not read as they must be.");
    }
}
