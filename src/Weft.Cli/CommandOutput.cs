using System.Text.Json;
using Spectre.Console;
using Weft.Foundation;

namespace Weft.Cli;

/// <summary>Where a verb writes: for people to the terminal, or, with <c>--json</c>, one object to standard output and the rest to standard error.</summary>
internal sealed class CommandOutput
{
    private readonly bool _json;

    public CommandOutput(bool json)
    {
        _json = json;
        Human = json ? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }) : AnsiConsole.Console;
        IsLive = json ? !Console.IsErrorRedirected : !Console.IsOutputRedirected;
        if (!IsLive)
            Human.Profile.Width = 160;
    }

    /// <summary>What people read.</summary>
    public IAnsiConsole Human { get; }

    /// <summary>Whether a terminal shows it, so that bars can move.</summary>
    public bool IsLive { get; }

    /// <summary>Writes the object that <c>--json</c> asks for.</summary>
    public void Result<T>(T result)
    {
        if (_json)
            Console.Out.WriteLine(JsonSerializer.Serialize(result, WeftJson.OneLine));
    }
}
