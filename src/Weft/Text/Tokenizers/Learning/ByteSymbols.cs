namespace Weft.Text.Tokenizers.Learning;

/// <summary>
/// GPT-2's way to write bytes in <c>vocab.json</c> and <c>merges.txt</c>: each byte has a character that can be seen. Printable characters
/// of Latin-1 stand for themselves; the other 68 bytes, by rising value, are U+0100 to U+0143: a blank is U+0120, a line end U+010A.
/// </summary>
internal static class ByteSymbols
{
    /// <summary>The bytes in GPT-2's order, which is that of their ids: first those that stand for themselves, then the others.</summary>
    public static readonly byte[] ByteOf = [.. Enumerable.Range(0, 256).OrderBy(value => IsItself(value) ? 0 : 1).Select(value => (byte)value)];

    private static readonly char[] Symbols = [.. Enumerable.Range(0, 256).Select(SymbolOf)];

    private static readonly int[] Ids = [.. Enumerable.Range(0, 256).Select(value => Array.IndexOf(ByteOf, (byte)value))];

    /// <summary>The character that stands for a byte.</summary>
    public static char Of(byte value) => Symbols[value];

    /// <summary>The id of the token that is one byte: its place in <see cref="ByteOf"/>.</summary>
    public static int IdOf(byte value) => Ids[value];

    /// <summary>The bytes that a token's characters stand for; null where one of them stands for none.</summary>
    public static byte[]? BytesOf(string token)
    {
        var bytes = new byte[token.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            var value = Array.IndexOf(Symbols, token[i]);
            if (value < 0)
                return null;
            bytes[i] = (byte)value;
        }
        return bytes;
    }

    private static bool IsItself(int value) => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);

    private static char SymbolOf(int value) =>
        (char)(IsItself(value) ? value : 0x100 + Enumerable.Range(0, value).Count(smaller => !IsItself(smaller)));
}
