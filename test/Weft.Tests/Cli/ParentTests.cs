using Weft.Runs;
using Weft.Tests.Support;

namespace Weft.Tests.Cli;

/// <summary>What becomes of a training when the terminal or the process that started it is gone.</summary>
public sealed class ParentTests : IDisposable
{
    private readonly TinyCommands _tiny = new();

    public static bool IsUnix => !OperatingSystem.IsWindows();

    [Fact(Skip = "needs POSIX signals", SkipUnless = nameof(IsUnix))]
    public async Task The_closing_of_the_terminal_saves()
    {
        var run = _tiny.Folder("run");
        using var process = new WeftProcess(_tiny.CacheFolder, "train", _tiny.Config, "--out", run, "--max-steps", "1000000");
        await process.Until(() => Steps(run) > 3);
        process.Signal(WeftProcess.HangUp);
        process.Signal(WeftProcess.HangUp);

        Assert.Equal(130, await process.ExitCode());
        Assert.True(Directory.Exists(Path.Combine(run, "checkpoints", $"step-{Steps(run)}")));
    }

    [Fact(Skip = "needs POSIX signals", SkipUnless = nameof(IsUnix))]
    public async Task With_nohup_and_no_reader_the_training_goes_on()
    {
        var (run, code) = (_tiny.Folder("run"), _tiny.Folder("code"));
        using var shell = WeftProcess.Shell(
            _tiny.CacheFolder,
            $"(trap '' HUP; dotnet exec '{WeftProcess.Program}' train '{_tiny.Config}' --out '{run}' --max-steps 60 & p=$!; "
            + $"while ! grep -qs tokensPerSecond '{run}/metrics.jsonl' && kill -0 $p; do sleep 0.05; done; kill -HUP $p; wait $p; echo $? > '{code}') | head -n 1 > /dev/null");

        Assert.Equal(0, await shell.ExitCode());
        Assert.Equal("0\n", File.ReadAllText(code));
        Assert.Equal(60, Steps(run));
    }

    [Fact(Skip = "needs POSIX signals", SkipUnless = nameof(IsUnix))]
    public async Task The_trainings_of_a_comparison_that_is_killed_save_and_end_and_the_same_command_goes_on()
    {
        var (folder, run) = (_tiny.Folder("comparison"), Path.Combine(_tiny.Folder("comparison"), "runs/a/seed-1"));
        using (var process = new WeftProcess(_tiny.CacheFolder, "compare", _tiny.Config, "--max-steps", "1000000", "--seeds", "1", "--out", folder, "--variant", "a:"))
        {
            await process.Until(() => Steps(run) > 3);
            process.Signal(WeftProcess.Kill);
            await process.ExitCode();
        }
        RunLock.WaitUntilFree(run, TimeSpan.FromSeconds(60), CancellationToken.None);
        using (RunLock.Take(run))
        {
            // Nobody trains there any more, and the last step is saved.
            Assert.True(Directory.Exists(Path.Combine(run, "checkpoints", $"step-{Steps(run)}")));
        }
    }

    public void Dispose() => _tiny.Dispose();

    private static int Steps(string run)
    {
        var path = Path.Combine(run, "metrics.jsonl");
        if (!File.Exists(path))
            return 0;
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n').Count(line => line.Contains("\"kind\":\"step\"", StringComparison.Ordinal));
    }
}
