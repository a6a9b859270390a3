using Weft.Tests.Support;

namespace Weft.Tests.Cli;

public sealed class VerbosityTests : IDisposable
{
    private readonly TinyCommands _tiny = new();

    [Fact]
    public void Detailed_shows_settings_that_are_not_the_defaults_checkpoints_and_times()
    {
        var (code, output, errors) = _tiny.Train("detailed", "--verbosity", "detailed", "--max-steps", "3");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("settings that are not the defaults:\n", output);
        Assert.Contains("\n  budget.steps=3\n", output);
        Assert.Contains("\n  model.dimension=16\n", output);
        Assert.Contains($"\n  data.source={_tiny.Source}\n", output);
        Assert.DoesNotContain("optimizer.beta1=", output);
        Assert.Contains("\nstep 3  saved in checkpoints/step-3\n", output);
        Assert.Matches(@"\nmeasuring test  took \d+\.\d\d s\n", output);
    }

    [Fact]
    public void Normal_is_what_there_is_without_the_option()
    {
        var (_, output, _) = CommandLine.Run("prepare", _tiny.Config, "--verbosity", "normal");
        Assert.Equal(CommandLine.Run("prepare", _tiny.Config, "--set", "data.splitSeed=2").Output.Split('\n')[0], output.Split('\n')[0]);

        var trained = _tiny.Train("normal", "--verbosity", "normal", "--max-steps", "3").Output;
        Assert.DoesNotContain("  took ", trained);
        Assert.DoesNotContain("saved in", trained);
        Assert.Contains("step 1  loss", trained);
    }

    [Theory]
    [InlineData("--quiet")]
    [InlineData("--verbosity quiet")]
    [InlineData("--quiet --verbosity quiet")]
    public void Quiet_leaves_the_results_alone(string options)
    {
        var (code, output, errors) = _tiny.Train("quiet", ["--max-steps", "3", .. options.Split(' ')]);

        Assert.Equal((0, ""), (code, errors));
        Assert.DoesNotContain("step 1  loss", output);
        Assert.Contains("test perplexity", output);
    }

    [Theory]
    [InlineData("--verbosity loud", "--verbosity is loud; it must be quiet, normal or detailed.")]
    [InlineData("--verbosity Quiet", "--verbosity is Quiet; it must be quiet, normal or detailed.")]
    [InlineData("--verbosity 2", "--verbosity is 2; it must be quiet, normal or detailed.")]
    [InlineData("--verbosity quiet --verbosity normal", "--verbosity was given 2 times (quiet, normal); give it once.")]
    [InlineData("--quiet --verbosity detailed", "--quiet does not go with --verbosity detailed: give one of them.")]
    [InlineData("-q --verbosity normal", "--quiet does not go with --verbosity normal: give one of them.")]
    [InlineData("--verbosty quiet", "There is no option --verbosty; did you mean --verbosity?")]
    public void Mistakes_are_told_in_a_line(string options, string problem)
    {
        var (code, _, errors) = CommandLine.Run(["prepare", _tiny.Config, .. options.Split(' ')]);

        Assert.Equal(2, code);
        Assert.Equal(problem, errors.Split('\n')[0]);
    }

    public void Dispose() => _tiny.Dispose();
}
