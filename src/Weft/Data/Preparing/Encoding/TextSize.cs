using Weft.Foundation;

namespace Weft.Data.Preparing.Encoding;

/// <summary>Measures original text: what perplexity per word and bits per byte are about.</summary>
internal static class TextSize
{
    /// <summary>How many words there are between white space.</summary>
    public static long Words(ReadOnlySpan<char> text)
    {
        var words = 0L;
        var inWord = false;
        foreach (var character in text)
        {
            var isWord = character is > ' ' and < '\u007F' || !char.IsWhiteSpace(character);
            words += isWord && !inWord ? 1 : 0;
            inWord = isWord;
        }
        return words;
    }

    /// <summary>The length in UTF-8.</summary>
    public static long Bytes(ReadOnlySpan<char> text) => StrictUtf8.Encoding.GetByteCount(text);
}
