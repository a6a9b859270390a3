using System.Buffers;
using Weft.Text.Vocabularies;

namespace Weft.Text.Tokenizers;

/// <summary>
/// <c>words</c>: lower-case words, numbers and punctuation, for English and other languages that put blanks between words. Apostrophes
/// and hyphens inside a word belong to it (<c>don't</c>, <c>well-known</c>), and so do a point and a comma between digits
/// (<c>3.14</c>, <c>1,000</c>); every other mark, symbol or Han ideograph is a token by itself, together with the combining marks
/// that follow it. Soft hyphens and zero-width blanks, which divide nothing to a reader, vanish. One <c>&lt;eos&gt;</c> ends
/// every line that is not blank. What reads like a special token is three tokens, as <c>&lt;</c>, <c>unk</c>, <c>&gt;</c>.
/// </summary>
internal sealed class WordTokenizer : ITokenizer, IWordSplitting
{
    /// <inheritdoc/>
    public string Identity => "words";

    /// <inheritdoc/>
    public Vocabulary? FixedVocabulary => null;

    /// <inheritdoc/>
    public void Count(ReadOnlySpan<char> text, WordCounts counts) => SplitLowered(text, new CountingSink(counts));

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<char> text, Vocabulary vocabulary, bool endsDocument, List<int> ids) =>
        SplitLowered(text, new EncodingSink(vocabulary, ids));

    /// <inheritdoc/>
    public void Split(ReadOnlySpan<char> text, List<string> words) => SplitLowered(text, new ListingSink(words));

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids, Vocabulary vocabulary) => Detokenizer.Join(ids, vocabulary);

    // Lowering the whole text at once is vectorised, and the tokens are then slices of it: no copy for each.
    private static void SplitLowered<TSink>(ReadOnlySpan<char> text, TSink sink)
        where TSink : struct, ITokenSink
    {
        var lowered = ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            var length = InvisibleCharacters.Remove(lowered.AsSpan(0, text.ToLowerInvariant(lowered)));
            WordSplitter.Split(lowered.AsSpan(0, length), sink);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(lowered);
        }
    }
}
