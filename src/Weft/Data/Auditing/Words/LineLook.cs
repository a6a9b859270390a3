using System.Text;
using System.Text.RegularExpressions;

namespace Weft.Data.Auditing.Words;

/// <summary>Sees what is wrong with a line by itself.</summary>
internal static partial class LineLook
{
    /// <summary>Longer lines are not written by hand.</summary>
    public const int LongLine = 10_000;

    private const int Milliseconds = 10_000;

    // What Windows-1252 has in the place of the control characters from 0x80 on.
    private static ReadOnlySpan<char> Windows1252 => "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";

    /// <summary>What is wrong with a line.</summary>
    public static LineTraits TraitsOf(ReadOnlySpan<char> line) =>
        (HasBrokenLetters(line) ? LineTraits.BrokenLetters : LineTraits.None)
        | (HasMarkup(line) ? LineTraits.Markup : LineTraits.None)
        | (line.Length > LongLine ? LineTraits.VeryLong : LineTraits.None);

    /// <summary>Whether bytes were lost, or UTF-8 was read as Windows-1252: 'Ã©' in the place of 'é'.</summary>
    public static bool HasBrokenLetters(ReadOnlySpan<char> line)
    {
        if (Ascii.IsValid(line))
            return false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] is '\uFFFD' or >= '\u0080' and < '\u00A0')
                return true;
            // Two bytes of Latin, Greek and Cyrillic letters; three of what begins with an 'à' to 'ï'.
            if (line[i] is 'Â' or 'Ã' or 'Î' or 'Ï' or 'Ð' or 'Ñ' && Follows(line, i + 1))
                return true;
            if (line[i] is >= 'à' and <= 'ï' && Follows(line, i + 1) && Follows(line, i + 2))
                return true;
        }
        return false;
    }

    /// <summary>Whether a line has tags or entities of HTML, or templates and links of a wiki.</summary>
    public static bool HasMarkup(ReadOnlySpan<char> line) => line.IndexOfAny("<&[{") >= 0 && Markup().IsMatch(line);

    // Whether a letter stands for a byte that continues a letter in UTF-8.
    private static bool Follows(ReadOnlySpan<char> line, int place) =>
        place < line.Length && (line[place] is >= '\u0080' and <= '\u00BF' || Windows1252.Contains(line[place]));

    [GeneratedRegex(
        @"</?(p|br|hr|div|span|a|b|i|u|em|strong|ul|ol|li|dl|dt|dd|table|tr|td|th|tbody|thead|img|script|style|h[1-6]|html|head|body|meta|link|title|ref|sup|sub|small|font|center|blockquote|pre|code|form|input|button|iframe|nav|section|article|header|footer)(\s[^<>]{0,400})?/?>|&(amp|lt|gt|nbsp|quot|apos|mdash|ndash|hellip|#\d{1,6}|#x[0-9a-f]{1,5});|\[\[[^\[\]]{1,200}\]\]|\{\{[^{}]{1,200}\}\}",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Milliseconds)]
    private static partial Regex Markup();
}
