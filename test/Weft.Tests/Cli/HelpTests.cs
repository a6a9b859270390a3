using Weft.Tests.Support;

namespace Weft.Tests.Cli;

public class HelpTests
{
    [Theory]
    [InlineData("train")]
    [InlineData("audit")]
    [InlineData("prepare")]
    [InlineData("evaluate")]
    [InlineData("generate")]
    [InlineData("predict")]
    [InlineData("verify-resume")]
    [InlineData("doctor")]
    [InlineData("tune lr")]
    [InlineData("compare")]
    [InlineData("plan")]
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
            ["train", "audit", "prepare", "evaluate", "generate", "vectors", "tune", "compare", "verify-resume", "plan", "settings", "doctor", "completion", "help"],
            verb => Assert.Contains($"  {verb}", output));
    }

    [Theory]
    [InlineData("")]
    [InlineData("train")]
    [InlineData("compare")]
    [InlineData("generate")]
    [InlineData("predict")]
    [InlineData("tune lr")]
    [InlineData("vectors train")]
    [InlineData("plan")]
    [InlineData("settings")]
    public void Help_is_short_and_narrow_and_ends_with_where_to_find_more(string verb)
    {
        var (code, output, _) = CommandLine.Run([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        var lines = output.TrimEnd().Split('\n');

        Assert.Equal(0, code);
        Assert.InRange(lines.Length, 5, 55);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 100));
        Assert.Contains("weft settings", lines[^1]);
    }

    [Fact]
    public void The_help_of_train_fits_on_a_page_and_groups_its_options()
    {
        var lines = CommandLine.Run("train", "--help").Output.TrimEnd().Split('\n');

        Assert.InRange(lines.Length, 20, 44);
        Assert.Equal(["Options:", "Text:", "Training:", "Machine:", "Examples:"], lines.Where(line => line.EndsWith(':') && line[0] != ' '));
        Assert.DoesNotContain(lines[Array.IndexOf(lines, "Options:")..Array.IndexOf(lines, "Text:")], line => line.Contains("--documents", StringComparison.Ordinal));
        Assert.True(Array.IndexOf(lines, "Text:") < Array.FindIndex(lines, line => line.StartsWith("  --data SOURCE", StringComparison.Ordinal)));
    }

    [Fact]
    public void Defaults_stand_behind_what_options_are_for() =>
        Assert.Contains("  --tokens N            The most tokens to write; default 100.", CommandLine.Run("generate", "--help").Output);

    [Theory]
    [InlineData("help", "--help")]
    [InlineData("help train", "train --help")]
    [InlineData("help tune lr", "tune lr --help")]
    public void Help_is_a_verb_too(string verb, string option)
    {
        var asked = CommandLine.Run(verb.Split(' '));

        Assert.Equal(CommandLine.Run(option.Split(' ')), asked);
        Assert.Equal(0, asked.ExitCode);
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("-v")]
    [InlineData("train --version")]
    public void Versions_are_those_of_all_that_figures_depend_on(string line)
    {
        var (code, output, errors) = CommandLine.Run(line.Split(' '));

        Assert.Equal((0, ""), (code, errors));
        Assert.Matches(@"^weft \d+\.\d+\.\d+.*\nTorchSharp 0\.107\.0\nLibTorch 2\.10\.0\n\.NET 10\.", output);
    }

    [Theory]
    [InlineData("[suggest:8]", "weft tra", "train")]
    [InlineData("[suggest:3]", "tra", "train")]
    [InlineData("[suggest:20]", "weft train --max-st", "--max-steps")]
    [InlineData("[suggest:20]", "weft train --preset ", "answer\ncaption\nclassify\ngpt2-small\nmatch\nmatch-apart\nmethod\nreference\nsmall\ntag\ntranslate")]
    [InlineData("[suggest:35]", "weft train --set schedule.peakRa", "schedule.peakRate=")]
    [InlineData("[suggest]", "weft doc", "doctor")]
    public void Shells_are_told_what_may_come(string directive, string line, string expected)
    {
        var (code, output, errors) = CommandLine.Run(directive, line);

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(expected, output.Trim());
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _weft weft")]
    [InlineData("zsh", "compdef _weft weft")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName weft")]
    public void Each_shell_has_its_script(string shell, string line) => Assert.Contains(line, CommandLine.Run("completion", shell).Output);

    [Fact]
    public void Quiet_leaves_results_alone()
    {
        using var tiny = new TinyCommands();
        var loud = CommandLine.Run("prepare", tiny.Config);
        var quiet = CommandLine.Run("prepare", tiny.Config, "--quiet", "--set", "data.splitSeed=2");

        Assert.Contains("too few documents to divide", loud.Output);
        Assert.DoesNotContain("too few documents to divide", quiet.Output);
        Assert.Contains("tokens in the vocabulary", quiet.Output);
        Assert.Equal((0, ""), (quiet.ExitCode, quiet.Errors));
    }
}
