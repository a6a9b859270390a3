namespace Weft.Text.Reading;

/// <summary>Turns the line ends of Windows into <c>\n</c>, in place.</summary>
internal static class LineEnds
{
    /// <summary>Removes the <c>\r</c> of every <c>\r\n</c>.</summary>
    /// <returns>How many characters are left.</returns>
    public static int Normalize(Span<char> text)
    {
        var first = text.IndexOf('\r');
        if (first < 0)
            return text.Length;
        var written = first;
        for (var i = first; i < text.Length; i++)
        {
            if (text[i] != '\r' || i + 1 == text.Length || text[i + 1] != '\n')
                text[written++] = text[i];
        }
        return written;
    }
}
