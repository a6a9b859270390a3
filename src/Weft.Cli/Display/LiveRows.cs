using Spectre.Console;

namespace Weft.Cli.Display;

/// <summary>Rows that move at the bottom of a terminal; sentences go above them. Any thread may write and draw.</summary>
/// <param name="console">The terminal.</param>
internal sealed class LiveRows(IAnsiConsole console)
{
    // Writing and refreshing take Spectre's two locks in opposite orders: only one at a time may go on.
    private readonly Lock _writing = new();

    /// <summary>Writes a sentence, broken between words.</summary>
    public void Tell(string sentence) => Write(new SentenceAboveRows(sentence));

    /// <summary>Writes a line as it is: people may copy it, and only the terminal breaks it.</summary>
    public void Line(string line) => Write(new SentenceAboveRows(line, isBroken: false));

    /// <summary>Draws the rows as they are now.</summary>
    public void Refresh(LiveDisplayContext context)
    {
        lock (_writing)
            context.Refresh();
    }

    private void Write(SentenceAboveRows sentence)
    {
        lock (_writing)
            console.Write(sentence);
    }
}
