using Microsoft.ML.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Text.Tokenizers.Pretrained;

/// <summary>SentencePiece, without the beginning-of-sentence token that it otherwise puts before every piece of text.</summary>
internal sealed class SentencePieceAdapter(
    string identity, string file, Vocabulary vocabulary, SentencePieceTokenizer model, SentencePieceSpaces spaces, TextCutter cutter)
    : PretrainedTokenizer(identity, vocabulary, cutter)
{
    protected override ReadOnlySpan<char> Prepare(ReadOnlySpan<char> text) => spaces.Apply(text);

    protected override IReadOnlyList<int> EncodePart(ReadOnlySpan<char> part)
    {
        IReadOnlyList<int> ids;
        try
        {
            ids = model.EncodeToIds(part, addBeginningOfSentence: false, addEndOfSentence: false);
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentException or InvalidOperationException or NullReferenceException)
        {
            // Rules for characters and scores are only followed here: a damaged table shows when a text first leads into the damage.
            throw new InvalidDataException($"The tokenizer {file} is damaged; a text cannot be encoded with it: {e.Message}", e);
        }
        foreach (var id in ids)
        {
            if (id < 0 || id >= FixedVocabulary.Count)
                throw new InvalidDataException($"The tokenizer {file} is damaged; it gives the id {id} and has {FixedVocabulary.Count:N0} tokens.");
        }
        return ids;
    }

    protected override string DecodePiece(IReadOnlyList<int> ids) => spaces.Undo(model.Decode(ids));
}
