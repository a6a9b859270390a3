using System.CommandLine;
using Weft.Bench.Measuring;
using Weft.Foundation;

namespace Weft.Bench.Faults;

/// <summary>
/// Shows that failures cost nothing: tiny trainings with several workers, each of which one signal ends at some moment, are resumed and must come to the same bits as
/// one with one worker to which nothing happens.
/// </summary>
internal static class FaultsBenchmark
{
    // So far from the end that a training is not over before its worker is found.
    private const int LastStep = FaultTrainings.Steps - 80;

    public static Command CreateCommand()
    {
        var kills = new Option<int>("--kills") { Description = "How many random kills.", DefaultValueFactory = _ => 30 };
        var workers = new Option<int>("--workers") { Description = "How many workers: 2, 4 or 8.", DefaultValueFactory = _ => 2 };
        var seed = new Option<long>("--seed") { Description = "Determines workers, steps and moments.", DefaultValueFactory = _ => 1 };
        var launcher = new Option<string>("--launcher") { Description = "openmpi or mpich.", DefaultValueFactory = _ => "openmpi" };
        launcher.AcceptOnlyFromAmong([.. LauncherFolder.Names]);
        var only = new Option<string>("--only") { Description = "Only faults whose name begins so: kill, SIGSTOP, SIGTERM, SIGUSR1, saving-0, …", DefaultValueFactory = _ => "", HelpName = "NAME" };
        var output = new Option<string?>("--out") { Description = "Keep results in this folder; the same command goes on with those that are missing.", HelpName = "FOLDER" };
        var command = new Command("faults", "Kill, stop and signal workers at random steps and at every stage of saving; resumed, the bits must be the same.")
        {
            kills, workers, seed, launcher, only, output,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(workers) is not (2 or 4 or 8))
                throw new ConfigurationException($"--workers is {parsed.GetValue(workers)}; it must be 2, 4 or 8.");
            var settings = new CampaignSettings(parsed.GetValue(launcher)!, parsed.GetValue(workers), parsed.GetValue(seed));
            var planned = Fault.Plan(BenchArguments.Positive(parsed, kills), settings.Workers, LastStep, settings.Seed)
                .Where(fault => fault.Name.StartsWith(parsed.GetValue(only)!, StringComparison.Ordinal)).ToList();
            if (planned.Count == 0)
                throw new ConfigurationException($"--only is {parsed.GetValue(only)}; no fault begins so.");
            return Run(planned, settings, parsed.GetValue(output));
        });
        return command;
    }

    private static int Run(List<Fault> faults, CampaignSettings settings, string? given)
    {
        if (!OperatingSystem.IsLinux())
            throw new ConfigurationException("Faults are tried on Linux, which names the processes of workers in /proc.");
        var program = LauncherFolder.Find(settings.Launcher)
            ?? throw new ConfigurationException($"There is no mpirun.{settings.Launcher}: apt-get install {(settings.Launcher == "mpich" ? "mpich" : "openmpi-bin")}");
        var path = given ?? Directory.CreateTempSubdirectory("weft-faults-").FullName;
        var folder = new CampaignFolder(path, settings);
        Environment.SetEnvironmentVariable("PATH", LauncherFolder.Make(Path.Combine(folder.FullPath, "bin"), program) + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"));
        // Threads that wait for work would take the core from the other workers.
        Environment.SetEnvironmentVariable("OMP_WAIT_POLICY", "passive");
        Console.WriteLine(MachineDescription.Line);
        var results = folder.Read();
        var trainings = new FaultTrainings(folder.FullPath, settings.Workers);
        foreach (var fault in faults.Where(fault => !results.TryGetValue(fault.Name, out var result) || result.Problem is not null))
        {
            var result = results[fault.Name] = trainings.Try(fault);
            folder.Add(result);
            Console.WriteLine($"{fault}: {result.Problem ?? "the same bits"}");
        }
        Write(faults, results);
        var failed = faults.Count(fault => results[fault.Name].Problem is not null);
        if (given is null && failed == 0)
            Directory.Delete(path, recursive: true);
        if (failed > 0)
            throw new BenchmarkException($"{failed} of {faults.Count} faults did not end as they must. Their runs are in {folder.FullPath}");
        return 0;
    }

    private static void Write(List<Fault> faults, Dictionary<string, FaultResult> results)
    {
        var table = new TextTable(Console.Out, ("what was done", 50), ("times", 5), ("same bits", 9), ("longest to the end", 18)).Header();
        foreach (var group in faults.GroupBy(fault => fault.Group))
        {
            var ends = group.Select(fault => results[fault.Name]).ToList();
            // With a stage the whole training is timed.
            var longest = group.First().Stage is null ? $"{ends.Max(end => end.Seconds):0.0} s" : "";
            table.Row(group.Key, $"{ends.Count}", $"{ends.Count(end => end.Problem is null)}", longest);
        }
    }
}
