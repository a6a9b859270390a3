using Weft.Text.Vocabularies;

namespace Weft.Text.Tokenizers;

/// <summary>Turns text into token ids and back. Implementations are immutable and safe to use from several threads.</summary>
public interface ITokenizer
{
    /// <summary>Names the tokenizer and everything that changes its output, for example <c>words</c> or
    /// <c>bpe:3fa1…</c>; part of the perplexity signature.</summary>
    string Identity { get; }

    /// <summary>The vocabulary that the tokenizer brings along, or null where it is counted from the training text.</summary>
    Vocabulary? FixedVocabulary { get; }

    /// <summary>Adds the tokens of a piece of text to the counts; only called when there is no <see cref="FixedVocabulary"/>.
    /// The end-of-text tokens that <see cref="Encode"/> writes are counted too.</summary>
    void Count(ReadOnlySpan<char> text, WordCounts counts);

    /// <summary>Appends the ids of a piece of a document (whole lines).</summary>
    /// <param name="text">The text.</param>
    /// <param name="vocabulary">What maps tokens to ids; tokens outside it become <c>&lt;unk&gt;</c>.</param>
    /// <param name="endsDocument">Whether the document ends with this piece: tokenizers that mark documents, not lines, then
    /// append the end-of-text token.</param>
    /// <param name="ids">Where the ids go.</param>
    void Encode(ReadOnlySpan<char> text, Vocabulary vocabulary, bool endsDocument, List<int> ids);

    /// <summary>Ids as readable text: words joined as English is written, end-of-text tokens as line ends where they
    /// stand for such.</summary>
    string Decode(ReadOnlySpan<int> ids, Vocabulary vocabulary);
}
