using System.Globalization;

namespace Weft.Text.Tokenizers.Pretrained;

/// <summary>
/// Cuts runs of characters that a byte-pair encoder would take as one word, and on which its work grows with the square of their length.
/// A run ends between blanks and other characters, and where punctuation follows a letter or digit: the patterns that divide text for
/// GPT-2 and its successors divide it there too, so that counting anew is safe. Text without a run above the limit is not cut at all.
/// </summary>
internal static class LongRuns
{
    /// <summary>The longest run that stays whole, in UTF-16 units. Paragraphs of Chinese or Thai stay below it, base64 does not.</summary>
    public const int Limit = 512;

    private static readonly Kind[] Ascii = [.. Enumerable.Range(0, 128).Select(value => Find((char)value))];

    private enum Kind : byte
    {
        Blank,
        Letter,
        Mark,

        /// <summary>Belongs to what is before it, or to what follows, as the pattern has it: no run ends beside it.</summary>
        Joining,
    }

    /// <summary>The length of the text up to the first cut; all of it where there is none.</summary>
    public static int FirstPart(ReadOnlySpan<char> text)
    {
        if (text.Length <= Limit)
            return text.Length;
        var start = 0;
        var before = Of(text[0]);
        for (var at = 1; at < text.Length; at++)
        {
            var kind = Of(text[at]);
            if (kind != before && IsBorder(before, kind))
                start = at;
            else if (at - start >= Limit)
                return char.IsLowSurrogate(text[at]) ? at - 1 : at;
            before = kind;
        }
        return text.Length;
    }

    private static bool IsBorder(Kind before, Kind kind) =>
        before == Kind.Blank || kind == Kind.Blank || (before == Kind.Letter && kind == Kind.Mark);

    private static Kind Of(char character) => character < 128 ? Ascii[character] : Find(character);

    // Half a surrogate pair is no letter for the patterns either: a run of emoji is one of marks.
    private static Kind Find(char character)
    {
        if (char.IsWhiteSpace(character))
            return Kind.Blank;
        if (char.IsLetterOrDigit(character))
            return Kind.Letter;
        return character == '\'' || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark ? Kind.Joining : Kind.Mark;
    }
}
