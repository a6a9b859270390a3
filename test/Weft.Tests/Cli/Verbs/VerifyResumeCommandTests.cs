using Weft.Tests.Support;

namespace Weft.Tests.Cli.Verbs;

public sealed class VerifyResumeCommandTests : IDisposable
{
    private readonly TinyCommands _tiny = new();

    [Fact]
    public void A_training_that_was_killed_and_resumed_ends_with_the_same_bits()
    {
        var (code, output, errors) = Verify("--out", _tiny.Folder("verified"), "--kill-at", "50", "--set", "training.checkpointSteps=40", "--json");
        Assert.True(code == 0, output + errors);
        var report = TinyCommands.LastLine(output);

        Assert.True(report.GetProperty("identical").GetBoolean());
        Assert.Equal(120, report.GetProperty("steps").GetInt64());
        Assert.InRange(report.GetProperty("killedAfter").GetInt64(), 50, 119);
        Assert.InRange(report.GetProperty("resumedFrom").GetInt64(), 40, report.GetProperty("killedAfter").GetInt64());
        Assert.Equal(5, report.GetProperty("parts").GetArrayLength());
        Assert.All(report.GetProperty("parts").EnumerateArray(), part =>
        {
            Assert.Matches("^[0-9a-f]{64}$", part.GetProperty("whole").GetString());
            Assert.Equal(part.GetProperty("whole").GetString(), part.GetProperty("resumed").GetString());
        });
        Assert.Contains("Killing the training after step 50.", errors);
        Assert.Contains("sample order", errors);
        Assert.True(Directory.Exists(_tiny.Folder("verified/whole/checkpoints/step-120")));
        Assert.True(File.Exists(_tiny.Folder("verified/killed/DONE")));
    }

    [Theory]
    [InlineData(5, 2)]
    [InlineData(1, 1)]
    public void Before_the_kill_there_is_a_checkpoint_whatever_the_options_say(int killAt, int first)
    {
        var (code, output, errors) = Verify("--kill-at", $"{killAt}", "--set", "evaluation.everySteps=100", "--json");
        Assert.True(code == 0, output + errors);
        var report = TinyCommands.LastLine(output);

        Assert.True(report.GetProperty("identical").GetBoolean());
        Assert.True(report.GetProperty("verified").GetBoolean());
        Assert.InRange(report.GetProperty("resumedFrom").GetInt64(), first, report.GetProperty("killedAfter").GetInt64());
        Assert.Contains($"The training to be killed saves every {first} steps, so that there is a checkpoint before the kill.", errors);
        Assert.False(Directory.Exists(report.GetProperty("folder").GetString()));
    }

    [Fact]
    public void A_folder_that_exists_is_refused() =>
        Refusal.AssertIs(2, Verify("--out", Path.GetDirectoryName(_tiny.Config)!), "exists. Name another with --out.");

    [Fact]
    public void A_budget_in_minutes_is_refused() =>
        Refusal.AssertIs(2, CommandLine.Run("verify-resume", "--max-minutes", "1"), "budget.minutes is 1; a budget in minutes never repeats exactly.", "--max-steps");

    public void Dispose() => _tiny.Dispose();

    private (int ExitCode, string Output, string Errors) Verify(params string[] more) =>
        CommandLine.Run(["verify-resume", _tiny.Config, "--max-steps", "120", .. more]);
}
