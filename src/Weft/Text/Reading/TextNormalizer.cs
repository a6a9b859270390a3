namespace Weft.Text.Reading;

/// <summary>Makes line ends alike and takes out byte-order marks, in place.</summary>
internal static class TextNormalizer
{
    /// <summary>U+FEFF: before a text it says how the text is encoded; where texts were joined it stands in their middle.</summary>
    public const char ByteOrderMark = '\uFEFF';

    /// <summary>Turns <c>\r\n</c> and <c>\r</c> into <c>\n</c>, and removes every byte-order mark but one that stands between two blanks:
    /// that is a word to whoever divided the text at its blanks, as WikiText was, whose counts of tokens include it.</summary>
    /// <param name="text">The text; it does not end with half of <c>\r\n</c>.</param>
    /// <param name="before">The character before it; a line end where there is none.</param>
    /// <returns>How many characters are left.</returns>
    public static int Normalize(Span<char> text, char before)
    {
        var at = text.IndexOfAny('\r', ByteOrderMark);
        if (at < 0)
            return text.Length;
        var written = at;
        while (true)
        {
            var isReturn = text[at] == '\r';
            var next = at + 1 < text.Length ? text[at + 1] : '\0';
            if (isReturn)
                text[written++] = '\n';
            else if (IsBlank(written > 0 ? text[written - 1] : before) && IsBlank(next))
                text[written++] = ByteOrderMark;
            at += isReturn && next == '\n' ? 2 : 1;
            var plain = text[at..].IndexOfAny('\r', ByteOrderMark);
            var rest = plain < 0 ? text[at..] : text.Slice(at, plain);
            rest.CopyTo(text[written..]);
            written += rest.Length;
            at += rest.Length;
            if (plain < 0)
                return written;
        }
    }

    /// <summary>The same for a text that stands by itself.</summary>
    public static string Normalize(string text)
    {
        if (text.AsSpan().IndexOfAny('\r', ByteOrderMark) < 0)
            return text;
        var letters = text.ToCharArray();
        return new string(letters, 0, Normalize(letters, before: '\n'));
    }

    private static bool IsBlank(char character) => character is ' ' or '\t';
}
