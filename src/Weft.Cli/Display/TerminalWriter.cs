using System.Text;

namespace Weft.Cli.Display;

/// <summary>Writes to a terminal what it may be given (<see cref="TerminalText"/>).</summary>
/// <param name="terminal">The terminal.</param>
internal sealed class TerminalWriter(TextWriter terminal) : TextWriter
{
    /// <summary>The terminal, for what makes its own escape sequences.</summary>
    public TextWriter Terminal { get; } = terminal;

    public override Encoding Encoding => Terminal.Encoding;

    /// <summary>A writer of this kind where a person's terminal listens; otherwise the writer itself: files and pipes get text as it is.</summary>
    public static TextWriter Around(TextWriter writer)
    {
        var isTerminal = (writer == Console.Out && !Console.IsOutputRedirected) || (writer == Console.Error && !Console.IsErrorRedirected);
        return isTerminal ? new TerminalWriter(writer) : writer;
    }

    public override void Write(char value) => Terminal.Write(TerminalText.Clean(value.ToString()));

    public override void Write(string? value) => Terminal.Write(TerminalText.Clean(value ?? ""));

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void WriteLine() => Terminal.WriteLine();

    public override void WriteLine(string? value) => Terminal.WriteLine(TerminalText.Clean(value ?? ""));

    public override void Flush() => Terminal.Flush();
}
