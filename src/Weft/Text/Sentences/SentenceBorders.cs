using System.Runtime.InteropServices;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Text.Sentences;

/// <summary>
/// Finds where sentences begin among the tokens of a text. The tokens stay those of the whole text: every sentence is encoded by itself
/// as well, and where that gives other tokens (a token that reaches over the border) it is joined with the next one. Not for several
/// threads.
/// </summary>
/// <param name="tokenizer">What made the tokens.</param>
/// <param name="vocabulary">Their ids.</param>
internal sealed class SentenceBorders(ITokenizer tokenizer, Vocabulary vocabulary)
{
    private readonly List<int> _starts = [];
    private readonly List<int> _alone = [];

    /// <summary>Notes the first token of every sentence that begins in a piece of text.</summary>
    /// <param name="text">The piece: whole lines.</param>
    /// <param name="ids">Its tokens.</param>
    /// <param name="startsDocument">Whether a document begins with the piece; else blank lines in front belong to the sentence before.</param>
    /// <param name="borders">Where the positions go, rising.</param>
    public void Find(ReadOnlySpan<char> text, List<int> ids, bool startsDocument, List<int> borders)
    {
        _starts.Clear();
        SentenceSplitter.Split(text, _starts);
        if (startsDocument)
            borders.Add(0);
        var whole = CollectionsMarshal.AsSpan(ids);
        var (from, token) = (0, 0);
        foreach (var start in _starts)
        {
            if (start > from)
            {
                var length = Match(text[from..start], whole[token..]);
                if (length < 0)
                    continue;
                (from, token) = (start, token + length);
            }
            if (token < whole.Length && (borders.Count == 0 || borders[^1] < token))
                borders.Add(token);
        }
    }

    // How many tokens a sentence has, or -1 where they are not those of the whole text.
    private int Match(ReadOnlySpan<char> sentence, ReadOnlySpan<int> whole)
    {
        _alone.Clear();
        tokenizer.Encode(sentence, vocabulary, endsDocument: false, _alone);
        var alone = CollectionsMarshal.AsSpan(_alone);
        // Tokenizers of words end a text with the mark of a line end, which within a line is not there.
        if (tokenizer.FixedVocabulary is null && sentence[^1] != '\n' && alone is [.., var last] && last == vocabulary.EndOfTextId)
            alone = alone[..^1];
        return whole.StartsWith(alone) ? alone.Length : -1;
    }
}
