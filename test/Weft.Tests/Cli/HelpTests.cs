using Weft.Tests.Support;
using Weft.Training.Options;

namespace Weft.Tests.Cli;

public class HelpTests
{
    [Theory]
    [InlineData("train")]
    [InlineData("prepare")]
    [InlineData("evaluate")]
    [InlineData("generate")]
    [InlineData("verify-resume")]
    [InlineData("doctor")]
    [InlineData("tune lr")]
    [InlineData("compare")]
    public void Every_verb_shows_examples_and_takes_json(string verb)
    {
        var (code, output, errors) = CommandLine.Run([.. verb.Split(' '), "--help"]);

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("Examples:", output);
        Assert.Contains($"weft {verb}", output);
        Assert.Contains("--json", output);
    }

    [Theory]
    [InlineData("train")]
    [InlineData("nearest")]
    [InlineData("evaluate")]
    public void The_verbs_of_vectors_show_examples_and_take_json(string verb)
    {
        var (code, output, errors) = CommandLine.Run("vectors", verb, "--help");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains($"weft vectors {verb}", output);
        Assert.Contains("--json", output);
    }

    [Fact]
    public void The_program_lists_its_verbs()
    {
        var (code, output, _) = CommandLine.Run("--help");

        Assert.Equal(0, code);
        Assert.All(
            ["train", "prepare", "evaluate", "generate", "vectors", "tune", "compare", "verify-resume", "doctor"],
            verb => Assert.Contains($"  {verb}", output));
    }

    [Fact]
    public void The_help_of_train_lists_every_key()
    {
        var words = CommandLine.Run("train", "--help").Output.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

        Assert.Empty(OptionKeys.Values.Except(words));
    }
}
