using System.Globalization;

namespace Weft.Tests.Support;

/// <summary>Trainings by several processes that <c>weft</c> itself starts, with one launcher of MPI or the other.</summary>
internal sealed class WorkersOfWeft : IDisposable
{
    private static readonly string[] RankVariables = ["OMPI_COMM_WORLD_RANK", "PMI_RANK"];
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
    public WeftProcess Command(string launcher, params string[] arguments)
    {
        var words = string.Join(' ', arguments.Select(Weft.Foundation.ShellQuote.Of));
        return WeftProcess.Shell(_tiny.CacheFolder, $"PATH={PathOf(launcher)}:$PATH OMP_WAIT_POLICY=passive exec dotnet exec {WeftProcess.Program} {words}");
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
    public int? ProcessOf(string run, int rank)
    {
        foreach (var folder in Directory.GetDirectories("/proc").Where(folder => char.IsDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                var isOfRun = File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0') is var words && words.Contains("train") && words.Contains(Folder(run));
                var variables = isOfRun ? File.ReadAllText(Path.Combine(folder, "environ")).Split('\0') : [];
                if (RankVariables.Any(name => variables.Contains($"{name}={rank}")))
                    return int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has just ended.
            }
        }
        return null;
    }

    public void Dispose() => _tiny.Dispose();

    /// <summary>A folder in which <c>mpirun</c> is that launcher's. Where it is absent the test is skipped, or fails when <c>WEFT_REQUIRE_MPI=1</c>.</summary>
    private string PathOf(string launcher)
    {
        var folder = Directory.CreateDirectory(Folder(launcher)).FullName;
        var link = Path.Combine(folder, "mpirun");
        if (!File.Exists(link))
        {
            // A link would not do: MPICH's looks for its other programs beside itself.
            File.WriteAllText(link, $"#!/bin/sh\nexec {MpiRun.Find(launcher)} \"$@\"\n");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(link, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
        return folder;
    }
}
