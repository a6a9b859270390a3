namespace Weft.Text.Reading.Encodings;

/// <summary>Recognises text in UTF-16 and UTF-32, with the mark that some programs put before a text and without it.</summary>
internal static class WideEncodings
{
    /// <summary>How many bytes of UTF-8 mark a text begins with: 3 or 0.</summary>
    /// <param name="text">The beginning of a file.</param>
    /// <param name="path">The file's name, for errors.</param>
    /// <exception cref="InvalidDataException">It is UTF-16 or UTF-32.</exception>
    public static int RefuseOrSkipMark(ReadOnlySpan<byte> text, string path)
    {
        if (OfMark(text) is { } marked)
            throw Refuse(path, marked, "it begins with that byte-order mark");
        if (OfZeros(text) is { } likely)
            throw Refuse(path, likely, "without a byte-order mark, as its zero bytes show");
        return text.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
    }

    private static InvalidDataException Refuse(string path, string encoding, string why) =>
        new($"{path} is {encoding} ({why}); Weft reads UTF-8. Convert it: iconv -f {encoding} -t UTF-8 IN > OUT");

    // The mark of UTF-32 in little-endian order begins with that of UTF-16.
    private static string? OfMark(ReadOnlySpan<byte> text) =>
        text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]) || text.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]) ? "UTF-32"
        : text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? "UTF-16"
        : null;

    // Latin letters have a zero byte in UTF-16, always on the same side, and other scripts at least in their blanks and line ends.
    // The upper bytes of UTF-32 are zero in every script. In a file with stray or padding zeros they stand on both sides.
    private static string? OfZeros(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)0))
            return null;
        Span<int> zeros = stackalloc int[4];
        for (var i = 0; i < text.Length; i++)
            zeros[i & 3] += text[i] == 0 ? 1 : 0;
        var quarter = text.Length / 4;
        if (quarter > 0 && zeros[3] >= quarter && zeros[2] >= quarter && zeros[0] * 10 < quarter)
            return "UTF-32LE";
        if (quarter > 0 && zeros[0] >= quarter && zeros[1] >= quarter && zeros[3] * 10 < quarter)
            return "UTF-32BE";
        var (even, odd) = (zeros[0] + zeros[2], zeros[1] + zeros[3]);
        var enough = Math.Max(2, text.Length / 20);
        return odd >= enough && even * 10 < odd ? "UTF-16LE" : even >= enough && odd * 10 < even ? "UTF-16BE" : null;
    }
}
