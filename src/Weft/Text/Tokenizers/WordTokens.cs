using Weft.Text.Vocabularies;

namespace Weft.Text.Tokenizers;

/// <summary>The tokens of text that is divided into words by blanks already, word by word: it is known where each begins, and the same word has the same
/// tokens wherever it stands.</summary>
internal static class WordTokens
{
    /// <summary>Where the words stand, in their order: what is between spaces, tabs and line ends.</summary>
    public static IReadOnlyList<Range> RangesOf(ReadOnlySpan<char> text)
    {
        var words = new List<Range>();
        for (var start = 0; start < text.Length;)
        {
            var length = text[start..].IndexOfAny(' ', '\t', '\n');
            var end = length < 0 ? text.Length : start + length;
            if (end > start)
                words.Add(start..end);
            start = end + 1;
        }
        return words;
    }

    /// <summary>Appends the tokens of a word, at least one.</summary>
    /// <param name="word">The word, without blanks.</param>
    /// <param name="tokenizer">What divides it; with a blank before it, as words within a text have.</param>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="ids">Where the ids go.</param>
    public static void Append(ReadOnlySpan<char> word, ITokenizer tokenizer, Vocabulary vocabulary, List<int> ids)
    {
        var first = ids.Count;
        tokenizer.Encode($" {word}", vocabulary, endsDocument: false, ids);
        // Tokenizers of lines take it for one, and end it.
        if (ids.Count > first && ids[^1] == vocabulary.EndOfTextId)
            ids.RemoveAt(ids.Count - 1);
        // Invisible characters alone may be no token.
        if (ids.Count == first)
            ids.Add(vocabulary.UnknownId ?? vocabulary.EndOfTextId);
    }
}
