namespace Weft.Text.Tokenizers.Pretrained;

/// <summary>The characters that stand for the 256 bytes in the files of byte-level BPE: GPT-2's table, in which every byte is visible.</summary>
internal static class ByteSymbols
{
    /// <summary>The character of each byte: itself where it can be seen, else one above U+00FF, in the order of the bytes.</summary>
    public static IReadOnlyList<char> All { get; } = Create();

    private static char[] Create()
    {
        var symbols = new char[256];
        var hidden = 0;
        for (var value = 0; value < symbols.Length; value++)
        {
            var isVisible = value is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE;
            symbols[value] = isVisible ? (char)value : (char)(0x100 + hidden++);
        }
        return symbols;
    }
}

/// <summary>Bytes for which a byte-level tokenizer has no token: text with them would lose them without a word.</summary>
/// <param name="file">The tokenizer's file, for the error.</param>
/// <param name="isMissing">For each byte, whether it has no token.</param>
internal sealed class MissingBytes(string file, bool[] isMissing)
{
    /// <summary>The bytes without a token, or null where there are none.</summary>
    public static MissingBytes? Of(string file, IReadOnlyDictionary<string, int> tokens)
    {
        bool[] missing = [.. ByteSymbols.All.Select(symbol => !tokens.ContainsKey(symbol.ToString()))];
        return missing.Contains(true) ? new MissingBytes(file, missing) : null;
    }

    /// <exception cref="InvalidDataException">The text has one of the bytes.</exception>
    public void Refuse(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            foreach (var value in bytes[..rune.EncodeToUtf8(bytes)])
            {
                if (isMissing[value])
                {
                    throw new InvalidDataException(
                        $"The tokenizer {file} has no token for the byte 0x{value:X2}, of the character '{rune}' in the text; take one that has all 256.");
                }
            }
        }
    }
}
