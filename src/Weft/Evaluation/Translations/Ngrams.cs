namespace Weft.Evaluation.Translations;

/// <summary>How often each run of symbols stands in a text.</summary>
internal static class Ngrams
{
    /// <summary>Counts the n-grams of one length.</summary>
    /// <param name="symbols">The text: words or characters.</param>
    /// <param name="length">How many symbols make one.</param>
    public static Dictionary<string, int> Count(IReadOnlyList<string> symbols, int length)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var first = 0; first + length <= symbols.Count; first++)
        {
            // No word has a blank, and characters with blanks between are told apart too.
            var ngram = string.Join(' ', symbols.Skip(first).Take(length));
            counts[ngram] = counts.GetValueOrDefault(ngram) + 1;
        }
        return counts;
    }

    /// <summary>How many n-grams two texts have in common, each as often as it stands in both.</summary>
    public static int Common(Dictionary<string, int> one, Dictionary<string, int> other) => one.Sum(ngram => Math.Min(ngram.Value, other.GetValueOrDefault(ngram.Key)));
}
