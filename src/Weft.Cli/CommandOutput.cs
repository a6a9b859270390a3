using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Weft.Foundation;

namespace Weft.Cli;

/// <summary>Where a verb writes: for people to standard output, or, with <c>--json</c>, one object there and the rest to standard error.</summary>
internal sealed class CommandOutput
{
    // Without it, lines would be broken at 80 letters when they go into a file.
    private const int WidthOfFiles = 200;

    private readonly bool _json;
    private readonly TextWriter _results;

    public CommandOutput(ParseResult parsed, Option<bool> json)
    {
        _json = parsed.GetValue(json);
        _results = parsed.InvocationConfiguration.Output;
        Text = _json ? parsed.InvocationConfiguration.Error : _results;
        var isTerminal = (Text == Console.Out && !Console.IsOutputRedirected) || (Text == Console.Error && !Console.IsErrorRedirected);
        Human = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Text),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        // Some terminals, and those of TERM=dumb, take lines alone.
        IsLive = isTerminal && Human.Profile.Capabilities is { Ansi: true, Interactive: true };
        if (!isTerminal)
            Human.Profile.Width = WidthOfFiles;
    }

    /// <summary>What people read, as plain text.</summary>
    public TextWriter Text { get; }

    /// <summary>What people read, with tables and colours.</summary>
    public IAnsiConsole Human { get; }

    /// <summary>Whether a terminal shows it, so that bars can move.</summary>
    public bool IsLive { get; }

    /// <summary>Writes a line that people may copy: a terminal may break it where it ends, Weft does not.</summary>
    public void Line(string line) => Text.WriteLine(line);

    /// <summary>Writes the object that <c>--json</c> asks for.</summary>
    public void Result<T>(T result)
    {
        if (_json)
            _results.WriteLine(JsonSerializer.Serialize(result, WeftJson.OneLine));
    }
}
