using System.CommandLine;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Weft.Bench.Measuring;

namespace Weft.Bench.Kernels;

/// <summary>
/// The kernels alone, beside what TorchSharp has for the same work: <c>kernels --filter '*Head*'</c>. By BenchmarkDotNet, inside a
/// process of this program, because one that BenchmarkDotNet builds by itself does not find LibTorch.
/// </summary>
internal static class KernelsBenchmark
{
    private const string Here = "measure-kernels";

    public static Command CreateCommand() => Create("kernels", (filter, quick) => SameProgram.Run(
        [Here, "--filter", filter, .. quick ? ["--quick"] : Array.Empty<string>()],
        // BenchmarkDotNet measures on a thread of its own, where glibc would give large buffers back to the system at once.
        ("MALLOC_ARENA_MAX", "1")));

    /// <summary>What the verb starts with other settings: hidden.</summary>
    public static Command CreateHiddenCommand()
    {
        var command = Create(Here, Measure);
        command.Hidden = true;
        return command;
    }

    private static Command Create(string name, Func<string, bool, int> run)
    {
        var filter = new Option<string>("--filter") { Description = "Which ones, for example '*Head*'.", DefaultValueFactory = _ => "*" };
        var quick = new Option<bool>("--quick") { Description = "Three iterations each instead of ten." };
        var command = new Command(name, "Time the kernels alone with BenchmarkDotNet: head, softmax rows, Adam, gradient norm.") { filter, quick };
        command.SetAction(parsed => run(parsed.GetValue(filter)!, parsed.GetValue(quick)));
        return command;
    }

    private static int Measure(string filter, bool quick)
    {
        var log = Directory.CreateTempSubdirectory("weft-kernels-").FullName;
        try
        {
            var config = ManualConfig.CreateEmpty()
                .AddJob(Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithWarmupCount(quick ? 1 : 3).WithIterationCount(quick ? 3 : 10))
                .AddDiagnoser(MemoryDiagnoser.Default)
                .AddColumnProvider(DefaultColumnProviders.Instance)
                .AddLogger(ConsoleLogger.Default)
                .WithArtifactsPath(log);
            var summaries = BenchmarkSwitcher.FromAssembly(typeof(KernelsBenchmark).Assembly).Run(["--filter", filter], config).ToList();
            foreach (var summary in summaries)
                MarkdownExporter.Console.ExportToLog(summary, ConsoleLogger.Default);
            return summaries.Count > 0 && summaries.All(summary => !summary.HasCriticalValidationErrors) ? 0 : 1;
        }
        finally
        {
            Directory.Delete(log, recursive: true);
        }
    }
}
