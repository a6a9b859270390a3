namespace Weft.Text.Tokenizers;

/// <summary>Chooses the tokenizer of <c>--tokenizer auto</c>.</summary>
internal static class TokenizerGuess
{
    // Of WikiText's words about one in thirty is a mark; prose that speaks of the marks has few, or writes them in quotes.
    private const int WordsForMark = 250;

    // Where it is the only mark, as in the Penn Treebank, so many of them are needed: one may be a word that the text speaks of.
    private const int ManyOfOne = 10;

    private static readonly string[] WikiTextMarks = ["<unk>", "@-@", "@,@", "@.@"];

    /// <summary><c>blanks</c> where marks of WikiText tell that the text is already divided into words: words between blanks that are marks, two
    /// different ones or ten of one, and one in each 250 words; otherwise null: the text is as people write it.</summary>
    /// <param name="sample">The beginning of the corpus; 64,000 characters are plenty.</param>
    public static string? From(string sample)
    {
        var words = sample.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var marks = words.Where(WikiTextMarks.Contains).ToList();
        var isFrequent = marks.Count * WordsForMark >= words.Length;
        return isFrequent && (marks.Distinct(StringComparer.Ordinal).Count() >= 2 || marks.Count >= ManyOfOne) ? "blanks" : null;
    }
}
