using Weft.Text.Ngrams;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Tasks.Classification;

/// <summary>Finds the n-grams of what a model sees of a text, or of a pair of texts, in the text that its tokens stand for. Ends of lines and unknown words say nothing.</summary>
/// <param name="finder">Finds them.</param>
/// <param name="tokenizer">Made the tokens.</param>
/// <param name="vocabulary">The tokens.</param>
/// <param name="isPair">Whether the first end-of-text token divides two texts.</param>
internal sealed class TextNgrams(HashedNgrams finder, ITokenizer tokenizer, Vocabulary vocabulary, bool isPair = false)
{
    /// <summary>The buckets of the n-grams, as often as they occur.</summary>
    /// <param name="ids">The tokens that the model sees.</param>
    public List<int> Of(ReadOnlySpan<long> ids)
    {
        var end = isPair ? ids.IndexOf(vocabulary.EndOfTextId) : -1;
        return end < 0 ? finder.Of(TextOf(ids)) : finder.Of(TextOf(ids[..end]), TextOf(ids[end..]));
    }

    private string TextOf(ReadOnlySpan<long> ids) => EncodedText.Decode(ids, tokenizer, vocabulary);
}
