using System.Diagnostics;
using System.Globalization;
using Weft.Bench.Measuring;
using Weft.Experiments.Processes;
using Weft.Runs.Events;
using Weft.Runs.Logging;

namespace Weft.Bench.Workers;

/// <summary>A training of the command <c>weft</c>, in processes of its own, seen from outside. It is stopped with the object.</summary>
internal sealed class WatchedTraining : IDisposable
{
    private const int PauseMilliseconds = 5;
    private const string StartsAgain = "Starting again";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PatienceAtEnd = TimeSpan.FromSeconds(30);
    private static readonly string[] RankVariables = ["OMPI_COMM_WORLD_RANK", "PMI_RANK"];

    private readonly string _run;
    private readonly Process _process;
    private readonly LogFollower _log;
    private readonly List<string> _errors = [];
    private long _startedAgain;

    /// <summary>Starts it.</summary>
    /// <param name="run">The run folder to make.</param>
    /// <param name="arguments">What <c>weft train</c> is given besides.</param>
    public WatchedTraining(string run, IReadOnlyList<string> arguments)
    {
        _run = run;
        _log = RunLog.Follow(run);
        // The build lays the command beside this program.
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Weft.Cli.dll"), "train", "--quiet", "--out", run, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[ParentWatch.Variable] = "1";
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Waits for something to happen.</summary>
    /// <exception cref="BenchmarkException">The training has ended before, or it takes too long.</exception>
    public TrainingEvent Until(Func<TrainingEvent, bool> isIt)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Patience; Thread.Sleep(PauseMilliseconds))
        {
            if (_log.Next().FirstOrDefault(isIt) is { } happened)
                return happened;
            if (_process.HasExited)
                break;
        }
        lock (_errors)
            throw new BenchmarkException($"The training did not come so far.{string.Concat(_errors.Select(line => Environment.NewLine + line))}");
    }

    /// <summary>Kills a worker, and waits until the training that starts again has made a step.</summary>
    /// <returns>The seconds until it started again, and until the step.</returns>
    public (double Noticed, double Step) KillAndWait(int rank)
    {
        using var worker = ProcessOf(rank);
        var killed = Stopwatch.GetTimestamp();
        worker.Kill();
        var isAgain = false;
        Until(happened => (isAgain |= happened is BeginEvent { Resumed: true }) && happened is StepEvent);
        return (Stopwatch.GetElapsedTime(killed, Volatile.Read(ref _startedAgain)).TotalSeconds, Stopwatch.GetElapsedTime(killed).TotalSeconds);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The end of what it reads asks it to stop.
        _process.StandardInput.Close();
        if (!_process.WaitForExit(PatienceAtEnd))
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        if (line.StartsWith(StartsAgain, StringComparison.Ordinal))
            Volatile.Write(ref _startedAgain, Stopwatch.GetTimestamp());
        lock (_errors)
            _errors.Add(line);
    }

    private Process ProcessOf(int rank)
    {
        foreach (var id in Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => char.IsDigit(name![0])))
        {
            try
            {
                var isOfRun = File.ReadAllText($"/proc/{id}/cmdline").Split('\0') is var words && words.Contains("train") && words.Contains(_run);
                var variables = isOfRun ? File.ReadAllText($"/proc/{id}/environ").Split('\0') : [];
                if (RankVariables.Any(name => variables.Contains(string.Create(CultureInfo.InvariantCulture, $"{name}={rank}"))))
                    return Process.GetProcessById(int.Parse(id!, CultureInfo.InvariantCulture));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // It has just ended.
            }
        }
        throw new BenchmarkException($"There is no process of worker {rank}.");
    }
}
