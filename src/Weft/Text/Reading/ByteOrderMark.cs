namespace Weft.Text.Reading;

/// <summary>Recognises the mark that some programs put before a text.</summary>
internal static class ByteOrderMark
{
    /// <summary>How many bytes of UTF-8 mark a text begins with: 3 or 0.</summary>
    /// <exception cref="InvalidDataException">The mark is that of UTF-16.</exception>
    public static int LengthIn(ReadOnlySpan<byte> text, string path)
    {
        if (text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            throw new InvalidDataException(
                $"{path} is UTF-16 (it begins with that byte-order mark); Weft reads UTF-8. Convert it: iconv -f UTF-16 -t UTF-8 IN > OUT");
        }
        return text.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
    }
}
