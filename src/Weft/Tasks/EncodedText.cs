using System.Runtime.InteropServices;
using Weft.Text.Reading.Records;
using Weft.Text.Tokenizers;
using Weft.Text.Vocabularies;

namespace Weft.Tasks;

/// <summary>A text that is to be predicted as tokens: as a record's text is prepared.</summary>
internal static class EncodedText
{
    /// <summary>The tokens' ids; none where there is no token in it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokenizer">Divides it.</param>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="isPair">Whether it is two texts, a line each.</param>
    public static List<int> Of(string text, ITokenizer tokenizer, Vocabulary vocabulary, bool isPair = false)
    {
        var ids = new List<int>();
        var part = new List<int>();
        var pieces = RecordPieces.Of(text).ToList();
        foreach (var (index, piece) in pieces.Index())
        {
            part.Clear();
            if (isPair)
                RecordPair.Encode(piece.Text, tokenizer, vocabulary, part);
            else
                tokenizer.Encode(piece.Text, vocabulary, index == pieces.Count - 1, part);
            ids.AddRange(part);
        }
        return ids;
    }

    /// <summary>The text that tokens stand for. Ends of text and unknown words say nothing.</summary>
    public static string Decode(ReadOnlySpan<long> ids, ITokenizer tokenizer, Vocabulary vocabulary)
    {
        var known = new List<int>(ids.Length);
        foreach (var id in ids)
        {
            if (id != vocabulary.EndOfTextId && id != vocabulary.UnknownId)
                known.Add((int)id);
        }
        return tokenizer.Decode(CollectionsMarshal.AsSpan(known), vocabulary);
    }

    /// <summary>The same on one line, without blanks around it: what was written, as people read it.</summary>
    public static string DecodeLine(ReadOnlySpan<long> ids, ITokenizer tokenizer, Vocabulary vocabulary) => Decode(ids, tokenizer, vocabulary).Trim().ReplaceLineEndings(" ");

    /// <summary>What each of the tokens is called: the word of the text, known or not, where the tokens are words; else what the token stands for. Ends
    /// of lines and blanks have no name.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ids">Its tokens, from <see cref="Of"/>.</param>
    /// <param name="tokenizer">What divided it.</param>
    /// <param name="vocabulary">The tokens.</param>
    /// <returns>[tokens]; empty for the end of a line, and blanks.</returns>
    public static IReadOnlyList<string> NamesOf(string text, IReadOnlyList<int> ids, ITokenizer tokenizer, Vocabulary vocabulary)
    {
        if (tokenizer is not IWordSplitting words)
            return [.. ids.Select(id => id == vocabulary.EndOfTextId ? "" : NameOf(id, tokenizer, vocabulary))];
        var names = new List<string>(ids.Count);
        foreach (var piece in RecordPieces.Of(text))
            words.Split(piece.Text, names);
        return names;
    }

    // A part of a character has a name in the vocabulary only.
    private static string NameOf(int id, ITokenizer tokenizer, Vocabulary vocabulary)
    {
        var name = tokenizer.Decode([id], vocabulary);
        return name.Contains('\uFFFD', StringComparison.Ordinal) ? vocabulary[id] : name.Trim();
    }
}
