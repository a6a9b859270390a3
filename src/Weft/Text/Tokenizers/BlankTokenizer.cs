using Weft.Text.Vocabularies;

namespace Weft.Text.Tokenizers;

/// <summary>
/// <c>blanks</c>: what stands between blanks (space, tab) is a token, for text that is already divided into words, as WikiText is. One
/// <c>&lt;eos&gt;</c> ends every line, blank lines too: the convention of word-level WikiText results. A word <c>&lt;unk&gt;</c> of the text is
/// the unknown token, as it is in WikiText; a word <c>&lt;eos&gt;</c> is a word like others (<see cref="LiteralTokens"/>).
/// </summary>
internal sealed class BlankTokenizer : ITokenizer, IWordSplitting
{
    /// <inheritdoc/>
    public string Identity => "blanks";

    /// <inheritdoc/>
    public Vocabulary? FixedVocabulary => null;

    /// <inheritdoc/>
    public void Count(ReadOnlySpan<char> text, WordCounts counts) => Split(text, new CountingSink(counts));

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<char> text, Vocabulary vocabulary, bool endsDocument, List<int> ids) =>
        Split(text, new EncodingSink(vocabulary, ids));

    /// <inheritdoc/>
    public void Split(ReadOnlySpan<char> text, List<string> words) => Split(text, new ListingSink(words));

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids, Vocabulary vocabulary) => Detokenizer.Join(ids, vocabulary);

    private static void Split<TSink>(ReadOnlySpan<char> text, TSink sink)
        where TSink : struct, ITokenSink
    {
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (character > ' ' || (character is not ' ' and not '\t' and not '\n'))
                continue;
            if (at > start)
                sink.Add(text[start..at]);
            if (character == '\n')
                sink.EndLine();
            start = at + 1;
        }
        if (text.Length > start)
            sink.Add(text[start..]);
        if (!text.IsEmpty && text[^1] != '\n')
            sink.EndLine();
    }
}
