using Microsoft.ML.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Text.Tokenizers.Pretrained;

/// <summary>
/// A tokenizer of Microsoft.ML.Tokenizers: its vocabulary is fixed, and its end-of-text token ends every document. What reads like a
/// special token in a text is ordinary text.
/// </summary>
internal abstract class PretrainedTokenizer(string identity, Vocabulary vocabulary, TextCutter cutter) : ITokenizer
{
    public string Identity { get; } = identity;

    public Vocabulary FixedVocabulary { get; } = vocabulary;

    public void Count(ReadOnlySpan<char> text, WordCounts counts) =>
        throw new NotSupportedException($"The vocabulary of {Identity} is fixed: there is nothing to count.");

    public void Encode(ReadOnlySpan<char> text, Vocabulary vocabulary, bool endsDocument, List<int> ids)
    {
        cutter.Encode(Prepare(text), EncodePart, ids);
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

    /// <summary>What the model is to see of a text.</summary>
    protected virtual ReadOnlySpan<char> Prepare(ReadOnlySpan<char> text) => text;

    protected abstract IReadOnlyList<int> EncodePart(ReadOnlySpan<char> part);

    protected abstract string DecodePiece(IReadOnlyList<int> ids);
}

/// <summary>Byte-level tokenizers, which can write any text for which they have the bytes.</summary>
internal sealed class ByteLevelTokenizer(
    string identity, Vocabulary vocabulary, Tokenizer model, TextCutter cutter, MissingBytes? missing = null)
    : PretrainedTokenizer(identity, vocabulary, cutter)
{
    protected override ReadOnlySpan<char> Prepare(ReadOnlySpan<char> text)
    {
        missing?.Refuse(text);
        return text;
    }

    protected override IReadOnlyList<int> EncodePart(ReadOnlySpan<char> part) => model.EncodeToIds(part);

    protected override string DecodePiece(IReadOnlyList<int> ids) => model.Decode(ids);
}
