using Spectre.Console;

namespace Weft.Tests.Cli.Display;

/// <summary>Consoles of a chosen width that write into a text.</summary>
internal static class Consoles
{
    public static IAnsiConsole Of(TextWriter output, int width, bool terminal = false)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = terminal ? AnsiSupport.Yes : AnsiSupport.No,
            Interactive = terminal ? InteractionSupport.Yes : InteractionSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
        });
        console.Profile.Width = width;
        console.Profile.Height = 24;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    /// <summary>What is written, line by line.</summary>
    public static IReadOnlyList<string> Written(int width, Action<IAnsiConsole> write)
    {
        using var output = new StringWriter();
        write(Of(output, width));
        return [.. output.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(line => line.TrimEnd())];
    }
}
