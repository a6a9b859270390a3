using Weft.Tests.Support;

namespace Weft.Tests.Cli;

/// <summary>What shells offer for a line, asked as they ask.</summary>
public sealed class CompletionTests
{
    [Fact]
    public void Every_verb_is_offered() =>
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal) { "train", "audit", "prepare", "evaluate", "generate", "vectors", "tune", "compare", "verify-resume", "plan", "settings", "doctor", "completion", "help" },
            Offered("weft "));

    [Fact]
    public void Every_option_of_a_verbs_help_is_offered()
    {
        foreach (var verb in (string[])["train", "audit", "prepare", "evaluate", "generate", "vectors train", "tune lr", "compare", "verify-resume", "plan", "settings", "doctor"])
        {
            var help = CommandLine.Run([.. verb.Split(' '), "--help"]).Output.Split('\n').TakeWhile(line => line != "Examples:");
            var options = help.SelectMany(line => line.Split(' ', 4, StringSplitOptions.RemoveEmptyEntries).Take(2)).Where(word => word.StartsWith("--", StringComparison.Ordinal));

            Assert.Superset(options.ToHashSet(StringComparer.Ordinal), Offered($"weft {verb} --"));
        }
    }

    [Theory]
    [InlineData("weft --verbosity ", "detailed normal quiet")]
    [InlineData("weft train --verbosity d", "detailed")]
    [InlineData("weft completion ", "bash pwsh zsh")]
    [InlineData("weft train --preset s", "small")]
    public void Values_are_offered_where_they_are_known(string line, string expected) => Assert.Superset(expected.Split(' ').ToHashSet(StringComparer.Ordinal), Offered(line));

    [Theory]
    [InlineData("weft tra", "train")]
    [InlineData("weft vec", "vectors")]
    [InlineData("weft train --max-st", "--max-steps")]
    [InlineData("weft train --set schedule.peakRa", "schedule.peakRate=")]
    [InlineData("weft train --verbosity de", "detailed")]
    public async Task Bash_completes_by_the_script_that_it_is_given(string line, string expected)
    {
        // As bash itself does at the tab key: the line, the place in it, and its words.
        var (code, output, errors) = await Shell.Run($$"""
            weft() { local IFS=' '; $WEFT "$@"; }
            source <(weft completion bash)
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}} COMP_WORDS=({{line}}) COMP_CWORD=$(({{line.Split(' ').Length}} - 1))
            $(complete -p weft | sed 's/.*-F \(\S*\).*/\1/') && printf '%s\n' "${COMPREPLY[@]}"
            """);

        Assert.Equal((0, expected, ""), (code, output.Trim(), errors));
    }

    private static HashSet<string> Offered(string line)
    {
        var (code, output, errors) = CommandLine.Run($"[suggest:{line.Length}]", line);
        Assert.Equal((0, ""), (code, errors));
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
