using System.CommandLine;
using Weft.Cli;
using Weft.Cli.Help;

namespace Weft.Tests.Cli;

/// <summary>Help in terminals of any width: all of its words, on lines that are no wider.</summary>
public class NarrowHelpTests
{
    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    public void Nothing_is_cut_and_nothing_wraps(int width) => Assert.All(Commands(CommandRunner.CreateRoot()), command =>
    {
        var narrow = HelpOf(command, width);

        Assert.All(narrow.Split(Environment.NewLine), line => Assert.True(line.Length <= width, $"{command.Name}: {line}"));
        Assert.Equal(WordsOf(HelpOf(command, 1000)), WordsOf(narrow));
    });

    [Fact]
    public void A_narrow_terminal_has_meanings_below_the_names_and_commands_that_can_be_copied()
    {
        var generate = Commands(CommandRunner.CreateRoot()).Single(command => command.Name == "generate");
        var lines = HelpOf(generate, 40).Split(Environment.NewLine);

        var tokens = Array.IndexOf(lines, "  --tokens N");
        Assert.Equal("    The most tokens to write; default", lines[tokens + 1]);
        Assert.Equal("    100.", lines[tokens + 2]);
        var example = Array.IndexOf(lines, "  weft generate runs/mine --tokens \\");
        Assert.Equal("      300 --temperature 0.7 --top-p \\", lines[example + 1]);
        Assert.Equal("      0.9 --seed 5", lines[example + 2]);
    }

    private static string HelpOf(Command command, int width)
    {
        using var writer = new StringWriter();
        VerbHelp.Write(command, writer, width);
        return writer.ToString();
    }

    // A line of a command that goes on ends with a sign of its own.
    private static IEnumerable<string> WordsOf(string help) => help.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => word != "\\");

    private static IEnumerable<Command> Commands(Command command) => command.Subcommands.SelectMany(Commands).Prepend(command);
}
