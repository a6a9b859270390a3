using Weft.Runs;
using Weft.Tests.Support;

namespace Weft.Tests.Workers.Faults;

/// <summary>What becomes of a training when one of its workers fails: ended in time, said in a line, and gone on from as if nothing had been.</summary>
public sealed class WorkersFaultTests : IDisposable
{
    private const int Stop = 19;
    private const int User = 10;

    private readonly WorkersOfWeft _weft = new();

    public static bool IsLinux => OperatingSystem.IsLinux();

    [Theory(Skip = "finds processes in /proc", SkipUnless = nameof(IsLinux))]
    [MemberData(nameof(MpiRun.Launchers), MemberType = typeof(MpiRun))]
    public async Task A_killed_worker_ends_all_and_the_run_goes_on_with_another_number(string launcher)
    {
        _weft.TrainAlone("whole", "--max-steps", "40");
        using var process = _weft.Start(launcher, "run", "--max-steps", "40", "--workers", "2", "--set", "training.checkpointSteps=2");
        await process.Until(() => _weft.Steps("run") > 4);
        Assert.Equal(0, WeftProcess.Send(_weft.ProcessOf("run", 1)!.Value, WeftProcess.Kill));

        Assert.Equal(1, await process.ExitCode());
        Assert.Equal($"Worker 1 was ended by signal 9 (Killed).\nGo on from the last checkpoint with: weft train --resume {_weft.Folder("run")}", process.Errors);
        _weft.ResumeAlone("run");
        Assert.Equal(_weft.Bits("whole"), _weft.Bits("run"));
    }

    [Fact(Skip = "its launcher is a script", SkipUnless = nameof(IsLinux))]
    public async Task The_command_ends_when_the_last_worker_is_gone_though_the_launcher_came_back_before()
    {
        _weft.TrainAlone("run", "--max-steps", "4");
        var path = Path.Combine(_weft.Folder("launcher"), "mpirun");
        Directory.CreateDirectory(_weft.Folder("launcher"));
        // What it leaves behind has the lock of the run for two seconds more.
        File.WriteAllText(path, $"""
            #!/bin/sh
            if [ "$1" = --version ]; then echo "mpirun (Open MPI) 4"; exit 0; fi
            exec 9> {_weft.Folder("run")}/.lock
            flock 9
            sleep 2 < /dev/null > /dev/null 2>&1 &
            exit 1
            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var process = _weft.CommandWith(_weft.Folder("launcher"), "train", "--resume", _weft.Folder("run"), "--max-steps", "6", "--workers", "2");

        Assert.Equal(1, await process.ExitCode());
        RunLock.Take(_weft.Folder("run")).Dispose();
    }

    [Theory(Skip = "finds processes in /proc", SkipUnless = nameof(IsLinux))]
    [MemberData(nameof(MpiRun.Launchers), MemberType = typeof(MpiRun))]
    public async Task With_restarts_a_killed_worker_costs_nothing_but_time(string launcher)
    {
        _weft.TrainAlone("whole", "--max-steps", "40");
        using var process = _weft.Start(launcher, "run", "--max-steps", "40", "--workers", "2", "--restarts", "1", "--fewer", "--set", "training.checkpointSteps=2");
        await process.Until(() => _weft.Steps("run") > 4);
        Assert.Equal(0, WeftProcess.Send(_weft.ProcessOf("run", 0)!.Value, WeftProcess.Kill));

        Assert.True(await process.ExitCode() == 0, process.Errors);
        Assert.Equal("Worker 0 was ended by signal 9 (Killed).\nStarting again with 1 worker, from the last checkpoint; restarts left after this one: 0.", process.Errors);
        Assert.Equal(_weft.Bits("whole"), _weft.Bits("run"));
    }

    [Theory(Skip = "finds processes in /proc", SkipUnless = nameof(IsLinux))]
    [InlineData("openmpi", WeftProcess.Terminate)]
    [InlineData("mpich", WeftProcess.Terminate)]
    [InlineData("openmpi", User)]
    public async Task A_signal_to_one_worker_lets_all_of_them_save(string launcher, int signal)
    {
        using var process = _weft.Start(launcher, "run", "--max-steps", "100000", "--workers", "2");
        await process.Until(() => _weft.Steps("run") > 4);
        Assert.Equal(0, WeftProcess.Send(_weft.ProcessOf("run", 1)!.Value, signal));

        Assert.True(await process.ExitCode() == 130, process.Errors);
        Assert.Equal($"step-{_weft.Steps("run")}", _weft.Bits("run")[0]);
        Assert.Equal("", process.Errors);
    }

    [Fact(Skip = "finds processes in /proc", SkipUnless = nameof(IsLinux))]
    public async Task A_signal_to_the_command_lets_all_of_them_save()
    {
        using var process = _weft.Start("openmpi", "run", "--max-steps", "100000", "--workers", "2");
        await process.Until(() => _weft.Steps("run") > 4);
        process.Signal(WeftProcess.Interrupt);

        Assert.True(await process.ExitCode() == 130, process.Errors);
        Assert.Equal($"step-{_weft.Steps("run")}", _weft.Bits("run")[0]);
    }

    [Fact(Skip = "finds processes in /proc", SkipUnless = nameof(IsLinux))]
    public async Task A_worker_that_stands_still_is_named_in_time()
    {
        using var process = _weft.Start("openmpi", "run", "--max-steps", "100000", "--workers", "2", "--set", "workers.timeoutSeconds=10");
        await process.Until(() => _weft.Steps("run") > 4);
        var stopped = _weft.ProcessOf("run", 1)!.Value;
        Assert.Equal(0, WeftProcess.Send(stopped, Stop));

        Assert.Equal(1, await process.ExitCode());
        Assert.Contains($"Worker 1 gives no sign of life (process {stopped} is stopped).", process.Errors);
        Assert.Null(_weft.ProcessOf("run", 1));
    }

    [Theory(Skip = "needs MPI on Linux", SkipUnless = nameof(IsLinux))]
    [MemberData(nameof(MpiRun.Launchers), MemberType = typeof(MpiRun))]
    public async Task A_worker_that_never_joins_is_waited_for_only_so_long(string launcher)
    {
        using var process = _weft.UnderLauncher(launcher, "sleep 100", "run", "--set", "workers.timeoutSeconds=5");

        Assert.NotEqual(0, await process.ExitCode());
        Assert.Contains("This worker has waited ", process.Output + process.Errors);
        Assert.Contains(" s for the other workers to start.", process.Output + process.Errors);
        Assert.False(Directory.Exists(_weft.Folder("run")));
    }

    [Fact(Skip = "needs MPI on Linux", SkipUnless = nameof(IsLinux))]
    public async Task Workers_measure_what_one_measures()
    {
        _weft.TrainAlone("run", "--max-steps", "4");
        var (code, alone, _) = CommandLine.Run("evaluate", _weft.Folder("run"), "--split", "all", "--json");
        Assert.Equal(0, code);
        using var process = _weft.Command("openmpi", "evaluate", _weft.Folder("run"), "--split", "all", "--json", "--workers", "3");

        Assert.True(await process.ExitCode() == 0, process.Errors);
        Assert.Equal(alone.TrimEnd().Split('\n')[^1], process.Output.TrimEnd().Split('\n')[^1]);
    }

    [Fact(Skip = "needs MPI on Linux", SkipUnless = nameof(IsLinux))]
    public async Task One_error_of_all_is_said_once()
    {
        using var process = _weft.Command("openmpi", "train", "--data", _weft.Folder("nothing"), "--workers", "3", "--out", _weft.Folder("run"));

        Assert.Equal(1, await process.ExitCode());
        Assert.DoesNotContain("worker", process.Errors);
        Assert.InRange(process.Errors.Split('\n').Length, 1, 2);
        Assert.Contains(_weft.Folder("nothing"), process.Errors);
    }

    public void Dispose() => _weft.Dispose();
}
