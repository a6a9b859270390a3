using Weft.Text.Reading.Records;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Tasks;

/// <summary>A text that is to be predicted as tokens: as a record's text is prepared.</summary>
internal static class EncodedText
{
    /// <summary>The tokens' ids; none where there is no token in it.</summary>
    public static List<int> Of(string text, ITokenizer tokenizer, Vocabulary vocabulary)
    {
        var ids = new List<int>();
        var part = new List<int>();
        var pieces = RecordPieces.Of(text).ToList();
        foreach (var (index, piece) in pieces.Index())
        {
            part.Clear();
            tokenizer.Encode(piece.Text, vocabulary, index == pieces.Count - 1, part);
            ids.AddRange(part);
        }
        return ids;
    }
}
