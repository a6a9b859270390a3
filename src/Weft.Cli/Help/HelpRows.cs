using Weft.Cli.Display;

namespace Weft.Cli.Help;

/// <summary>Rows of a name and what it means, no wider than the terminal or a hundred letters.</summary>
internal sealed class HelpRows(TextWriter output)
{
    private const int Widest = 100;
    private const int Narrowest = 60;
    private const int NameWidth = 24;

    private readonly int _width = WidthOf(output);

    /// <summary>The width of what is written to: a terminal's, but at most a hundred; a hundred for everything else.</summary>
    public static int WidthOf(TextWriter output) =>
        IsTerminal(output) ? Math.Clamp(Console.WindowWidth, Narrowest, Widest) : Widest;

    /// <summary>Whether a terminal shows what is written, and says how wide it is.</summary>
    public static bool IsTerminal(TextWriter output) => output is TerminalWriter && Console.WindowWidth >= Narrowest;

    /// <summary>Writes a paragraph.</summary>
    /// <param name="text">Its words.</param>
    /// <param name="indent">Blanks before each line.</param>
    public void WriteText(string text, int indent = 0)
    {
        foreach (var line in Lines(text, _width - indent))
            output.WriteLine(new string(' ', indent) + line);
    }

    /// <summary>Writes a row; a name that is too long has a line of its own.</summary>
    public void Write(string name, string? meaning)
    {
        var lines = Lines(meaning ?? "", _width - NameWidth).ToList();
        var first = "  " + name;
        if (first.Length < NameWidth && lines.Count > 0)
        {
            first = first.PadRight(NameWidth) + lines[0];
            lines.RemoveAt(0);
        }
        output.WriteLine(first);
        foreach (var line in lines)
            output.WriteLine(new string(' ', NameWidth) + line);
    }

    private static IEnumerable<string> Lines(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }
            line += line.Length > 0 ? " " + word : word;
        }
        if (line.Length > 0)
            yield return line;
    }
}
