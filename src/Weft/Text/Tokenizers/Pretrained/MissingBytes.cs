using Weft.Text.Tokenizers.Learning;

namespace Weft.Text.Tokenizers.Pretrained;

/// <summary>Bytes for which a byte-level tokenizer has no token: text with them would lose them without a word.</summary>
/// <param name="file">The tokenizer's file, for the error.</param>
/// <param name="isMissing">For each byte, whether it has no token.</param>
internal sealed class MissingBytes(string file, bool[] isMissing)
{
    /// <summary>The bytes without a token, or null where there are none.</summary>
    public static MissingBytes? Of(string file, IReadOnlyDictionary<string, int> tokens)
    {
        bool[] missing = [.. Enumerable.Range(0, 256).Select(value => !tokens.ContainsKey(ByteSymbols.Of((byte)value).ToString()))];
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
