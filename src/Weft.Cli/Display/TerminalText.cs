using System.Buffers;
using System.Text;

namespace Weft.Cli.Display;

/// <summary>
/// What of a text a terminal may be given. Text comes from corpora, models and files: its escape sequences would move the cursor, rename the
/// window or worse, and its marks of direction would show it in another order than it has.
/// </summary>
internal static class TerminalText
{
    private const char Replacement = '\uFFFD';

    // Control characters of ASCII but tab and line end, DEL, those of Latin-1, and the marks that change the direction of writing.
    private static readonly SearchValues<char> Unsafe = SearchValues.Create([.. Enumerable.Range(0, 0x10000).Select(value => (char)value).Where(IsUnsafe)]);

    /// <summary>The text with U+FFFD for each such character; a line end of Windows stays one.</summary>
    public static string Clean(string text)
    {
        var at = text.AsSpan().IndexOfAny(Unsafe);
        if (at < 0)
            return text;
        var clean = new StringBuilder(text);
        for (; at < clean.Length; at++)
        {
            var isLineEnd = clean[at] == '\r' && at + 1 < clean.Length && clean[at + 1] == '\n';
            if (!isLineEnd && Unsafe.Contains(clean[at]))
                clean[at] = Replacement;
        }
        return clean.ToString();
    }

    /// <summary>A text for a table or a frame: clean everywhere, for columns are laid out by the width of what can be seen.</summary>
    public static Spectre.Console.Text Cell(string text) => new(Clean(text));

    private static bool IsUnsafe(char character) => character is not ('\n' or '\t') && (char.IsControl(character)
        || character is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));
}
