using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Weft.Cli.Arguments;
using Weft.Cli.Display;
using Weft.Foundation;
using Weft.Workers.Launching;

namespace Weft.Cli;

/// <summary>Where a verb writes: for people to standard output, or, with <c>--json</c>, one object there and the rest to standard error.</summary>
internal sealed class CommandOutput
{
    // Without it, lines would be broken at 80 letters when they go into a file.
    private const int WidthOfFiles = 200;

    private readonly bool _json;
    private readonly int? _columns;
    private readonly Verbosity _verbosity;

    public CommandOutput(ParseResult parsed, Option<bool> json)
    {
        _json = parsed.GetValue(json);
        _columns = JobLauncher.Columns;
        _verbosity = CommonOptions.ReadVerbosity(parsed);
        Results = parsed.InvocationConfiguration.Output;
        Errors = parsed.InvocationConfiguration.Error;
        Text = _json ? Errors : Results;
        Human = ConsoleOn(Text);
        Progress = _verbosity == Verbosity.Quiet ? ConsoleOn(TextWriter.Null) : Human;
        // Some terminals, and those of TERM=dumb, take lines alone.
        IsLive = Text is TerminalWriter && Human.Profile.Capabilities is { Ansi: true, Interactive: true };
    }

    /// <summary>What people read, as plain text.</summary>
    public TextWriter Text { get; }

    /// <summary>Standard output.</summary>
    public TextWriter Results { get; }

    /// <summary>Standard error.</summary>
    public TextWriter Errors { get; }

    /// <summary>What people read, with tables and colours.</summary>
    public IAnsiConsole Human { get; }

    /// <summary>Where how the work goes is written: nowhere with <c>--quiet</c>.</summary>
    public IAnsiConsole Progress { get; }

    /// <summary>Whether a terminal shows it, so that there can be colours.</summary>
    public bool IsLive { get; }

    /// <summary>Writes a line that people may copy: a terminal may break it where it ends, Weft does not.</summary>
    public void Line(string line) => Text.WriteLine(line);

    /// <summary>Whether an object is asked for.</summary>
    public bool WritesJson => _json;

    /// <summary>Whether bars can move.</summary>
    public bool ShowsBars => IsLive && _verbosity != Verbosity.Quiet;

    /// <summary>Whether rows go to the process that has started this one, which shows them on its terminal.</summary>
    public bool PassesRowsOn => _columns is not null && _verbosity != Verbosity.Quiet;

    /// <summary>Whether times of all work, checkpoints and settings are shown too.</summary>
    public bool IsDetailed => _verbosity == Verbosity.Detailed;

    /// <summary>Writes the object that <c>--json</c> asks for.</summary>
    public void Result<T>(T result)
    {
        if (_json)
            Results.WriteLine(JsonSerializer.Serialize(result, WeftJson.OneLine));
    }

    private IAnsiConsole ConsoleOn(TextWriter writer)
    {
        var terminal = (writer as TerminalWriter)?.Terminal;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(terminal ?? writer),
            Ansi = terminal is null ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = terminal is null ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (terminal is null)
            console.Profile.Width = _columns ?? WidthOfFiles;
        else
            console.Pipeline.Attach(new TerminalHook());
        return console;
    }
}
