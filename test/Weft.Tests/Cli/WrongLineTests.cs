using Weft.Tests.Support;

namespace Weft.Tests.Cli;

/// <summary>Lines with several mistakes, or with nothing in them.</summary>
public sealed class WrongLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_way_to_the_help_stands_below() =>
        Refusal.AssertIs(2, CommandLine.Run("tune", "lr", "--sett"), "There is no option --sett", "weft tune lr --help shows what it takes.");

    [Fact]
    public void All_that_is_wrong_with_a_line_is_said_at_once()
    {
        var (code, output, errors) = CommandLine.Run("generate", "run", "--tokens", "many", "--temperature", "0,8", "--seed", "1", "--seed", "2", "--tempratur", "1");

        Assert.Equal((2, ""), (code, output));
        Assert.Equal(
            [
                "--seed was given 2 times (1, 2); give it once.", "--temperature is 0,8; write 0.8.", "--tokens is many; it must be a whole number.",
                "There is no option --tempratur; did you mean --temperature?", "weft generate --help shows what it takes.",
            ],
            errors.TrimEnd().Split('\n').Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Settings_are_wrong_together_wherever_they_stand_and_with_json_too()
    {
        File.WriteAllText(_folder.File("config.json"), """{ "model": { "width": 9, "norm": "both" } }""");

        var (code, output, errors) = CommandLine.Run(
            "train", _folder.File("config.json"), "--json", "--set", "schedule.peekRate=1", "--set", "training.batch=0", "--max-steps", "few", "--sampler", "fair");

        Assert.Equal((2, ""), (code, output));
        Assert.Equal(6, errors.TrimEnd().Split('\n').Length);
        Assert.All(
            [
                "model.width is not a setting; ", "model.norm is \"both\"; it must be one of post, pre.", "did you mean schedule.peakRate?",
                "training.batch is 0; ", "budget.steps is \"few\"; ", "sampling.sampler is \"fair\"; it must be one of uniform, static, dynamic, worth.",
            ],
            text => Assert.Contains(text, errors));
    }

    [Theory]
    [InlineData("weft VERB", new string[0])]
    [InlineData("weft tune VERB", "tune")]
    [InlineData("weft vectors VERB", "vectors")]
    public void Without_a_verb_the_help_is_shown_as_an_error(string usage, params string[] arguments)
    {
        var (code, output, errors) = CommandLine.Run(arguments);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("Usage: " + usage, errors);
    }

    [Fact]
    public void A_word_that_begins_with_an_at_sign_is_a_word() =>
        Refusal.AssertIs(1, CommandLine.Run("prepare", "--data", "@none"), "There is no file or folder", "@none");

    public void Dispose() => _folder.Dispose();
}
