using Weft.Tests.Support;

namespace Weft.Tests.Cli;

public sealed class SignalTests : IDisposable
{
    private readonly TinyCommands _tiny = new();

    public static bool IsUnix => !OperatingSystem.IsWindows();

    [Theory(Skip = "needs POSIX signals", SkipUnless = nameof(IsUnix))]
    [InlineData(WeftProcess.Interrupt)]
    [InlineData(WeftProcess.Terminate)]
    public async Task A_signal_ends_the_step_saves_and_says_how_to_go_on(int signal)
    {
        var run = _tiny.Folder("run");
        using var process = Start("--out", run, "--max-steps", "1000000");
        await process.Until(() => StepsLogged(run) > 3);
        process.Signal(signal);

        Assert.Equal(130, await process.ExitCode());
        var saved = Path.GetFileName(Assert.Single(Directory.GetDirectories(Path.Combine(run, "checkpoints"))));
        Assert.Equal($"step-{StepsLogged(run)}", saved);
        Assert.EndsWith($"everything is saved. Go on with: weft train --resume {run}", process.Output);
        Assert.Equal("", process.Errors);

        var steps = StepsLogged(run) + 2;
        var (code, _, errors) = CommandLine.Run("train", "--resume", run, "--max-steps", $"{steps}");
        Assert.True(code == 0, errors);
        Assert.Equal(steps, StepsLogged(run));
        Assert.True(File.Exists(Path.Combine(run, "DONE")));
    }

    [Fact(Skip = "needs POSIX signals", SkipUnless = nameof(IsUnix))]
    public async Task One_press_of_keys_that_arrives_twice_still_saves()
    {
        var run = _tiny.Folder("run");
        using var process = Start("--out", run, "--max-steps", "1000000");
        await process.Until(() => StepsLogged(run) > 3);
        process.Signal(WeftProcess.Interrupt);
        process.Signal(WeftProcess.Terminate);

        Assert.Equal(130, await process.ExitCode());
        Assert.True(Directory.Exists(Path.Combine(run, "checkpoints", $"step-{StepsLogged(run)}")));
    }

    [Fact]
    public async Task Without_a_terminal_lines_are_plain()
    {
        using var process = Start("--out", _tiny.Folder("run"), "--max-steps", "3");

        Assert.Equal(0, await process.ExitCode());
        Assert.DoesNotContain('\u001b', process.Output + process.Errors);
        Assert.DoesNotContain('\r', process.Output + process.Errors);
        Assert.Contains("step 1  loss", process.Output);
        Assert.Contains("test perplexity", process.Output);
    }

    [Fact]
    public void A_run_that_was_stopped_before_its_first_checkpoint_starts_again()
    {
        var run = _tiny.Trained("run");
        Directory.Delete(Path.Combine(run, "checkpoints"), recursive: true);
        File.Delete(Path.Combine(run, "DONE"));

        var (code, output, errors) = CommandLine.Run("train", "--resume", run, "--json");

        Assert.True(code == 0, errors);
        Assert.Equal(12, TinyCommands.LastLine(output).GetProperty("steps").GetInt64());
        Assert.Equal(12, StepsLogged(run));
    }

    public void Dispose() => _tiny.Dispose();

    private WeftProcess Start(params string[] arguments) => new(_tiny.CacheFolder, ["train", _tiny.Config, .. arguments]);

    private static int StepsLogged(string run)
    {
        var path = Path.Combine(run, "metrics.jsonl");
        if (!File.Exists(path))
            return 0;
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n').Count(line => line.Contains("\"kind\":\"step\"", StringComparison.Ordinal));
    }
}
