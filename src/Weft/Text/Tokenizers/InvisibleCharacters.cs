using System.Buffers;

namespace Weft.Text.Tokenizers;

/// <summary>
/// Characters that nobody sees and that change no word: the soft hyphen, the zero-width blank, the word joiner, and the byte-order mark
/// in its old meaning of a blank of no width. The joiners U+200C and U+200D are none of them: in Persian and in Indic scripts they make
/// other words, and emoji are joined by them.
/// </summary>
internal static class InvisibleCharacters
{
    private static readonly SearchValues<char> All = SearchValues.Create("\u00AD\u200B\u2060\uFEFF");

    /// <summary>Removes them, in place.</summary>
    /// <returns>How many characters are left.</returns>
    public static int Remove(Span<char> text)
    {
        var written = text.IndexOfAny(All);
        if (written < 0)
            return text.Length;
        for (var at = written; at < text.Length;)
        {
            at++;
            var length = text[at..].IndexOfAny(All);
            var rest = length < 0 ? text[at..] : text.Slice(at, length);
            rest.CopyTo(text[written..]);
            written += rest.Length;
            at += rest.Length;
        }
        return written;
    }
}
