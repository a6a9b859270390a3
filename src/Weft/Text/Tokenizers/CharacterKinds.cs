using System.Globalization;
using System.Text;

namespace Weft.Text.Tokenizers;

/// <summary>Finds the kind of a character: from a table for ASCII, from its Unicode category otherwise.</summary>
internal static class CharacterKinds
{
    private static readonly CharacterKind[] Ascii = [.. Enumerable.Range(0, 128).Select(value => OfRune(new Rune(value)))];

    /// <summary>The kind of the character that begins at <paramref name="at"/>, and how many UTF-16 units it has.</summary>
    public static CharacterKind At(ReadOnlySpan<char> text, int at, out int width)
    {
        var first = text[at];
        if (first < 128)
        {
            width = 1;
            return Ascii[first];
        }
        Rune.DecodeFromUtf16(text[at..], out var rune, out width);
        return OfRune(rune);
    }

    private static CharacterKind OfRune(Rune rune)
    {
        if (rune.Value == '\n')
            return CharacterKind.LineEnd;
        if (IsHan(rune.Value))
            return CharacterKind.Single;
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Control => CharacterKind.Blank,
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber
                or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
                or UnicodeCategory.ConnectorPunctuation => CharacterKind.Word,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
                or UnicodeCategory.Format => CharacterKind.Extension,
            _ => CharacterKind.Single,
        };
    }

    // Chinese is written without blanks: a run of ideographs would be one huge word.
    private static bool IsHan(int value) => value is >= 0x3400 and <= 0x4DBF or >= 0x4E00 and <= 0x9FFF
        or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF;
}
