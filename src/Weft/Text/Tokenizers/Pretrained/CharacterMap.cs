using System.Buffers.Binary;
using System.Text;

namespace Weft.Text.Tokenizers.Pretrained;

/// <summary>
/// The rules by which a SentencePiece model rewrites characters (<c>precompiled_charsmap</c>): a double-array trie (Aoe 1989), as darts-clone
/// lays it out, from UTF-8 to positions in a list of texts that end with a zero byte. Only checked and asked for single characters here.
/// </summary>
internal sealed class CharacterMap
{
    /// <summary>The most bytes of what a character may become.</summary>
    public const int LongestText = 1_024;

    private readonly uint[] _units;
    private readonly byte[] _texts;

    private CharacterMap(uint[] units, byte[] texts) => (_units, _texts) = (units, texts);

    /// <summary>Reads the rules.</summary>
    /// <exception cref="InvalidDataException">They are cut short, or a text is longer than <see cref="LongestText"/>.</exception>
    public static CharacterMap Parse(ReadOnlySpan<byte> rules)
    {
        var size = rules.Length < 4 ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(rules);
        if (size % 4 != 0 || size == 0 || size > rules.Length - 4)
            throw new InvalidDataException("its precompiled_charsmap is cut short");
        var units = new uint[size / 4];
        for (var i = 0; i < units.Length; i++)
            units[i] = BinaryPrimitives.ReadUInt32LittleEndian(rules[(4 + 4 * i)..]);
        var texts = rules[(4 + (int)size)..].ToArray();
        for (var start = 0; start < texts.Length;)
        {
            var length = texts.AsSpan(start).IndexOf((byte)0);
            if (length is < 0 or > LongestText)
                throw new InvalidDataException($"its precompiled_charsmap has a text without an end within {LongestText:N0} bytes");
            start += length + 1;
        }
        return new CharacterMap(units, texts);
    }

    /// <summary>Whether a character becomes one blank.</summary>
    public bool BecomesBlank(char character)
    {
        if (char.IsSurrogate(character))
            return false;
        Span<byte> key = stackalloc byte[4];
        var length = new Rune(character).EncodeToUtf8(key);
        return ValueOf(key[..length]) is { } at && at + 1 < _texts.Length && _texts[at] == ' ' && _texts[at + 1] == 0;
    }

    private int? ValueOf(ReadOnlySpan<byte> key)
    {
        var at = Offset(_units[0]);
        var unit = 0u;
        foreach (var label in key)
        {
            at ^= label;
            if (at >= _units.Length)
                return null;
            unit = _units[at];
            if ((unit & 0x8000_00FF) != label)
                return null;
            at ^= Offset(unit);
        }
        var hasValue = (unit >> 8 & 1) == 1 && at < _units.Length;
        return hasValue ? (int)(_units[at] & 0x7FFF_FFFF) : null;
    }

    private static uint Offset(uint unit) => unit >> 10 << (int)((unit & 1 << 9) >> 6);
}
