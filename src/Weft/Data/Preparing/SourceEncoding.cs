using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Data.Preparing;

/// <summary>How the sources of pairs become tokens, where they have a vocabulary of their own.</summary>
/// <param name="Tokenizer">Makes them.</param>
/// <param name="Given">The vocabulary of a model that is there already; null where it is counted, or the tokenizer's.</param>
internal sealed record SourceEncoding(ITokenizer Tokenizer, Vocabulary? Given = null)
{
    /// <summary>The vocabulary, as far as it is known before words are counted.</summary>
    public Vocabulary? Known => Given ?? Tokenizer.FixedVocabulary;
}
