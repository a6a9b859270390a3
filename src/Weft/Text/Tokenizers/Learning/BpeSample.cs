using Weft.Text.Vocabularies;

namespace Weft.Text.Tokenizers.Learning;

/// <summary>Counts the pieces of a text, which is all that is learnt from.</summary>
internal static class BpeSample
{
    /// <summary>How many different pieces are held at most, which bounds the memory: about 300 MB, and about 200 MB more while bytes are merged.</summary>
    internal const int MostPieces = 1_000_000;

    /// <summary>How many characters these have together at most.</summary>
    internal const long MostCharacters = 12_000_000;

    /// <summary>Adds the pieces of a text to the counts.</summary>
    public static void Count(ReadOnlySpan<char> text, WordCounts counts)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = PieceSplitter.EndOf(text, start);
            counts.Add(text[start..end]);
            start = end;
        }
    }
}
