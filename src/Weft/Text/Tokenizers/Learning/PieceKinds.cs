using System.Globalization;
using System.Text;

namespace Weft.Text.Tokenizers.Learning;

/// <summary>Finds the kind of a character: from a table for the 65,536 that are one UTF-16 unit, from its Unicode category otherwise.</summary>
internal static class PieceKinds
{
    private const char LongVowel = '\u30FC';
    private const char IterationMark = '\u3005';

    private static readonly PieceKind[] Basic = [.. Enumerable.Range(0, 1 << 16).Select(value => OfUnit((char)value))];

    /// <summary>The kind of a character of one UTF-16 unit; of half a character a symbol.</summary>
    public static PieceKind Of(char unit) => Basic[unit];

    /// <summary>The kind of the character that begins at <paramref name="at"/>, and how many UTF-16 units it has.</summary>
    public static PieceKind At(ReadOnlySpan<char> text, int at, out int width)
    {
        var first = text[at];
        width = 1;
        if (!char.IsHighSurrogate(first) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]))
            return Basic[first];
        width = 2;
        return OfCategory(char.ConvertToUtf32(first, text[at + 1]), Rune.GetUnicodeCategory(new Rune(first, text[at + 1])));
    }

    private static PieceKind OfUnit(char value) =>
        char.IsWhiteSpace(value) ? PieceKind.Space
        : value == LongVowel ? PieceKind.Mark
        : OfCategory(value, char.GetUnicodeCategory(value));

    private static PieceKind OfCategory(int value, UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => PieceKind.Capital,
        UnicodeCategory.LowercaseLetter => PieceKind.Letter,
        UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => OfScript(value),
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => PieceKind.Mark,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => PieceKind.Number,
        _ => PieceKind.Symbol,
    };

    // Japanese has no blanks, but changes its script where most words begin or end.
    private static PieceKind OfScript(int value) => value switch
    {
        IterationMark or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF) => PieceKind.Han,
        >= 0x3040 and <= 0x309F => PieceKind.Hiragana,
        (>= 0x30A0 and <= 0x30FF) or (>= 0x31F0 and <= 0x31FF) or (>= 0xFF66 and <= 0xFF9D) => PieceKind.Katakana,
        _ => PieceKind.Letter,
    };
}
