using Weft.Text.Vocabularies;

namespace Weft.Text.Tokenizers.Learning;

/// <summary>Counts the pieces of a text, which is all that is learnt from; of a corpus above 256 MB only of a part.</summary>
internal static class BpeSample
{
    /// <summary>How many different pieces are held at most, which bounds the memory: about 300 MB, and about 200 MB more while bytes are merged.</summary>
    internal const int MostPieces = 1_000_000;

    /// <summary>How many characters these have together at most.</summary>
    internal const long MostCharacters = 12_000_000;

    /// <summary>How much text is counted, at most about: more of it hardly changes which pairs are frequent.</summary>
    internal const long MostBytes = 256_000_000;

    /// <summary>Of how many parts of a corpus one is counted.</summary>
    /// <param name="bytes">The size of the corpus's files.</param>
    public static int StepFor(long bytes) => (int)Math.Max(1, (bytes + MostBytes - 1) / MostBytes);

    /// <summary>The parts of a corpus that are counted: all of a small one, and of a large one as many, evenly spread.</summary>
    /// <param name="parts">The parts, of about the same size.</param>
    /// <param name="bytes">The size of the corpus's files.</param>
    public static IEnumerable<T> Spread<T>(IEnumerable<T> parts, long bytes)
    {
        var step = StepFor(bytes);
        return parts.Where((_, index) => index % step == 0);
    }

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
