using Weft.Cli.Display;

namespace Weft.Cli.Help;

/// <summary>Rows of a name and what it means, no wider than the terminal or a hundred letters; lines end between words.</summary>
/// <param name="output">Takes the lines.</param>
/// <param name="width">How wide they may be, at least 40.</param>
internal sealed class HelpRows(TextWriter output, int width)
{
    private const int Widest = 100;
    private const int Narrowest = 40;

    // Below it names and meanings have no place side by side.
    private const int NarrowestColumns = 60;
    private const int NameWidth = 24;
    private const int Indent = 4;
    private const string GoesOn = " \\";

    private readonly int _column = width < NarrowestColumns ? Indent : NameWidth;

    /// <summary>The width of what is written to: a terminal's, but at most a hundred; a hundred for everything else.</summary>
    public static int WidthOf(TextWriter output) =>
        IsTerminal(output) ? Math.Clamp(Console.WindowWidth, Narrowest, Widest) : Widest;

    /// <summary>Whether a terminal shows what is written, and says how wide it is.</summary>
    public static bool IsTerminal(TextWriter output) => output is TerminalWriter && Console.WindowWidth > 0;

    /// <summary>Writes a paragraph.</summary>
    /// <param name="text">Its words.</param>
    /// <param name="indent">Blanks before each line.</param>
    public void WriteText(string text, int indent = 0)
    {
        foreach (var line in Lines(text, width - indent))
            output.WriteLine(new string(' ', indent) + line);
    }

    /// <summary>Writes a row; a name that is too long has a line of its own.</summary>
    public void Write(string name, string? meaning)
    {
        var lines = Lines(meaning ?? "", width - _column).ToList();
        var first = "  " + name;
        if (first.Length < _column && lines.Count > 0)
        {
            first = first.PadRight(_column) + lines[0];
            lines.RemoveAt(0);
        }
        output.WriteLine(first);
        foreach (var line in lines)
            output.WriteLine(new string(' ', _column) + line);
    }

    /// <summary>Writes a line of examples as it is, or, where it is too long, so that what it says can still be copied.</summary>
    public void WriteExample(string line)
    {
        var indent = line.Length - line.TrimStart().Length;
        if (line.Length <= width || line.EndsWith(GoesOn, StringComparison.Ordinal))
        {
            WriteBroken(line, indent);
            return;
        }
        // Two blanks lead from a command to what it is for.
        var command = line[indent..];
        var meaning = command.IndexOf("  ", StringComparison.Ordinal) is > 0 and var end ? command[end..] : "";
        WriteBroken(line[..^meaning.Length].TrimEnd(), indent);
        if (meaning.Length > 0)
            WriteText(meaning, indent + Indent);
    }

    private void WriteBroken(string line, int indent)
    {
        if (line.Length <= width)
        {
            output.WriteLine(line);
            return;
        }
        var isCommand = indent > 0;
        var parts = Lines(line, width - indent - Indent - GoesOn.Length).ToList();
        foreach (var (place, part) in parts.Index())
        {
            var further = place > 0 && isCommand ? Indent : 0;
            var end = isCommand && place < parts.Count - 1 ? GoesOn : "";
            output.WriteLine(new string(' ', indent + further) + part + end);
        }
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
