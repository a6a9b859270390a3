using System.Globalization;
using Weft.Bench.Faults;

namespace Weft.Tests.Support;

/// <summary>Trainings by several processes that <c>weft</c> itself starts, with one launcher of MPI or the other.</summary>
internal sealed class WorkersOfWeft : IDisposable
{
    private static readonly string[] Reproducible = ["--set", "workers.reproducible=true", "--set", "training.batch=8", "--threads", "1"];

    private readonly TinyCommands _tiny = new();

    public string Folder(string name) => _tiny.Folder(name);

    /// <summary>Whether the processes of a training can be found: on Linux.</summary>
    public static bool IsLinux => OperatingSystem.IsLinux();

    /// <summary>Begins to train with the tiny options, so that the bits do not depend on the number of workers.</summary>
    /// <param name="launcher"><c>openmpi</c> or <c>mpich</c>.</param>
    /// <param name="run">The run folder's name.</param>
    /// <param name="arguments">What is given besides.</param>
    public WeftProcess Start(string launcher, string run, params string[] arguments) =>
        Command(launcher, ["train", _tiny.Config, "--out", Folder(run), .. Reproducible, .. arguments]);

    /// <summary>Begins any verb.</summary>
    public WeftProcess Command(string launcher, params string[] arguments) => CommandWith(PathOf(launcher), arguments);

    /// <summary>Begins any verb.</summary>
    /// <param name="folder">Has an <c>mpirun</c>.</param>
    /// <param name="arguments">The verb, and what is given besides.</param>
    public WeftProcess CommandWith(string folder, params string[] arguments)
    {
        var words = string.Join(' ', arguments.Select(Weft.Foundation.ShellQuote.Of));
        return WeftProcess.Shell(_tiny.CacheFolder, $"PATH={folder}:$PATH OMP_WAIT_POLICY=passive exec dotnet exec {WeftProcess.Program} {words}");
    }

    /// <summary>Begins to train as the first of two processes of a launcher; the second is another program.</summary>
    public WeftProcess UnderLauncher(string launcher, string other, string run, params string[] arguments)
    {
        var options = launcher == "openmpi" ? "--oversubscribe --allow-run-as-root --bind-to none " : "";
        var words = string.Join(' ', ((string[])["train", _tiny.Config, "--out", Folder(run), .. arguments]).Select(Weft.Foundation.ShellQuote.Of));
        return WeftProcess.Shell(_tiny.CacheFolder, $"exec {MpiRun.Find(launcher)} {options}-n 1 dotnet exec {WeftProcess.Program} {words} : -n 1 {other} < /dev/null");
    }

    /// <summary>Trains with one process in this one.</summary>
    public void TrainAlone(string run, params string[] arguments) => _tiny.Trained(run, [.. Reproducible, .. arguments]);

    /// <summary>Goes on with one process in this one.</summary>
    public void ResumeAlone(string run)
    {
        var (code, output, errors) = CommandLine.Run("train", "--resume", Folder(run));
        Assert.True(code == 0, output + errors);
    }

    /// <summary>The lines of steps in the log of a run.</summary>
    public int Steps(string run)
    {
        var path = Path.Combine(Folder(run), "metrics.jsonl");
        if (!File.Exists(path))
            return 0;
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n').Count(line => line.Contains("\"kind\":\"step\"", StringComparison.Ordinal));
    }

    /// <summary>The hashes of weights and optimizer in the last checkpoint.</summary>
    public string[] Bits(string run)
    {
        var last = Directory.GetDirectories(Path.Combine(Folder(run), "checkpoints")).MaxBy(path => int.Parse(path.Split('-')[^1], CultureInfo.InvariantCulture))!;
        return [Path.GetFileName(last), .. new[] { "model.safetensors", "optimizer.safetensors" }.Select(file => Weft.Foundation.Hashes.Sha256OfFile(Path.Combine(last, file)))];
    }

    /// <summary>The process of a worker of a run, or null.</summary>
    public int? ProcessOf(string run, int rank) => WorkerProcesses.Find(Folder(run), rank);

    public void Dispose() => _tiny.Dispose();

    /// <summary>A folder in which <c>mpirun</c> is that launcher's. Where it is absent the test is skipped, or fails when <c>WEFT_REQUIRE_MPI=1</c>.</summary>
    private string PathOf(string launcher) => LauncherFolder.Make(Folder(launcher), MpiRun.Find(launcher));
}
