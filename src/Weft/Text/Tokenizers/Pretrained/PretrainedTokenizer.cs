using Microsoft.ML.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Text.Tokenizers.Pretrained;

/// <summary>A tokenizer of Microsoft.ML.Tokenizers: its vocabulary is fixed, and its end-of-text token ends every document.</summary>
internal abstract class PretrainedTokenizer(string identity, Vocabulary vocabulary) : ITokenizer
{
    public string Identity { get; } = identity;

    public Vocabulary FixedVocabulary { get; } = vocabulary;

    public void Count(ReadOnlySpan<char> text, WordCounts counts) =>
        throw new NotSupportedException($"The vocabulary of {Identity} is fixed: there is nothing to count.");

    public void Encode(ReadOnlySpan<char> text, Vocabulary vocabulary, bool endsDocument, List<int> ids)
    {
        ids.AddRange(EncodePiece(text));
        if (endsDocument)
            ids.Add(FixedVocabulary.EndOfTextId);
    }

    public string Decode(ReadOnlySpan<int> ids, Vocabulary vocabulary)
    {
        var text = new System.Text.StringBuilder();
        while (!ids.IsEmpty)
        {
            var length = ids.IndexOf(FixedVocabulary.EndOfTextId);
            text.Append(DecodePiece([.. length < 0 ? ids : ids[..length]]));
            if (length >= 0)
                text.Append('\n');
            ids = length < 0 ? [] : ids[(length + 1)..];
        }
        return text.ToString();
    }

    protected abstract IReadOnlyList<int> EncodePiece(ReadOnlySpan<char> text);

    protected abstract string DecodePiece(IReadOnlyList<int> ids);
}

/// <summary>Byte-level tokenizers, which can write any text.</summary>
internal sealed class ByteLevelTokenizer(string identity, Vocabulary vocabulary, Tokenizer model)
    : PretrainedTokenizer(identity, vocabulary)
{
    protected override IReadOnlyList<int> EncodePiece(ReadOnlySpan<char> text) => model.EncodeToIds(text);

    protected override string DecodePiece(IReadOnlyList<int> ids) => model.Decode(ids);
}

/// <summary>SentencePiece, which otherwise puts a beginning-of-sentence token before every piece of text.</summary>
internal sealed class SentencePieceAdapter(string identity, Vocabulary vocabulary, SentencePieceTokenizer model)
    : PretrainedTokenizer(identity, vocabulary)
{
    protected override IReadOnlyList<int> EncodePiece(ReadOnlySpan<char> text) =>
        model.EncodeToIds(text, addBeginningOfSentence: false, addEndOfSentence: false);

    protected override string DecodePiece(IReadOnlyList<int> ids) => model.Decode(ids);
}
