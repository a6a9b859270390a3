using Spectre.Console;
using Weft.Cli.Display;

namespace Weft.Tests.Cli;

public class TerminalTextTests
{
    [Theory]
    [InlineData("plain text, naïve 漢字 😀\tand\nlines\r\n", "plain text, naïve 漢字 😀\tand\nlines\r\n")]
    [InlineData("\u001b[31mred\u001b]0;title\u0007", "\uFFFD[31mred\uFFFD]0;title\uFFFD")]
    [InlineData("over\rwritten\b\u007F", "over\uFFFDwritten\uFFFD\uFFFD")]
    [InlineData("\u009B2J\u0085", "\uFFFD2J\uFFFD")]
    [InlineData("a\u202Ecod.exe\u2066x\u2069\u200F\u061C", "a\uFFFDcod.exe\uFFFDx\uFFFD\uFFFD\uFFFD")]
    [InlineData("\0", "\uFFFD")]
    public void What_would_steer_the_terminal_is_replaced(string text, string expected) => Assert.Equal(expected, TerminalText.Clean(text));

    [Fact]
    public void A_terminal_gets_clean_text_however_it_is_written()
    {
        using var terminal = new StringWriter { NewLine = "\r\n" };
        using var writer = new TerminalWriter(terminal);
        writer.Write('\u001b');
        writer.Write("a\u001bb");
        writer.Write("c\u001b".AsSpan());
        writer.Write(['d', '\u001b']);
        writer.WriteLine("e\u001b");
        writer.WriteLine("{0}", "f\u001b");
        writer.WriteLine();

        Assert.Equal("\uFFFDa\uFFFDbc\uFFFDd\uFFFDe\uFFFD\r\nf\uFFFD\r\n\r\n", terminal.ToString());
    }

    [Fact]
    public void Files_and_pipes_get_text_as_it_is()
    {
        using var file = new StringWriter();

        Assert.Same(file, TerminalWriter.Around(file));
    }

    [Fact]
    public void Tables_panels_and_lines_are_clean_and_keep_their_colours()
    {
        using var terminal = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal), Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.Standard });
        console.Pipeline.Attach(new TerminalHook());
        const string Hostile = "x\u001b]0;owned\u0007y\u202Ez";
        console.WriteLine(Hostile);
        console.Write(new Panel(TerminalText.Cell(Hostile)) { Header = new PanelHeader("h") });
        console.Write(new Table().AddColumns("word").AddRow(TerminalText.Cell(Hostile)));
        console.MarkupLine("[red]" + Markup.Escape(Hostile) + "[/]");

        var written = terminal.ToString();
        Assert.DoesNotContain("\u001b]", written, StringComparison.Ordinal);
        Assert.DoesNotContain("\u0007", written, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", written, StringComparison.Ordinal);
        Assert.Equal(4, written.Split("x\uFFFD]0;owned\uFFFDy\uFFFDz").Length - 1);
        Assert.Contains("\u001b[", written, StringComparison.Ordinal);
    }
}
