using System.Text.RegularExpressions;

namespace Weft.Tasks.Answering;

/// <summary>
/// How right a predicted answer is, as SQuAD's official script measures it (Rajpurkar et al. 2016 and 2018): small letters, without ASCII's punctuation and without the articles,
/// the better of all right answers. Where there is no answer, an empty one is right.
/// </summary>
internal static partial class SquadMeasure
{
    private const string Punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    /// <summary>Measures a prediction.</summary>
    /// <param name="predicted">The predicted answer.</param>
    /// <param name="right">The right answers; none where there is none.</param>
    /// <returns>Whether it is one of them, and the harmonic mean of precision and recall of its words.</returns>
    public static (bool IsExact, double F1) Of(string predicted, IReadOnlyList<string> right)
    {
        var words = WordsOf(predicted);
        // What is nothing but articles and punctuation is no answer.
        var others = right.Select(WordsOf).Where(other => other.Length > 0).DefaultIfEmpty([]).ToList();
        return (others.Exists(other => other.SequenceEqual(words, StringComparer.Ordinal)), others.Max(other => F1(words, other)));
    }

    /// <summary>The words that count.</summary>
    public static string[] WordsOf(string answer)
    {
        var letters = string.Concat(answer.ToLowerInvariant().Where(letter => !Punctuation.Contains(letter, StringComparison.Ordinal)));
        return Articles().Replace(letters, " ").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    private static double F1(string[] predicted, string[] right)
    {
        if (predicted.Length == 0 || right.Length == 0)
            return predicted.Length == right.Length ? 1 : 0;
        var left = right.GroupBy(word => word, StringComparer.Ordinal).ToDictionary(word => word.Key, word => word.Count(), StringComparer.Ordinal);
        var same = 0;
        foreach (var word in predicted)
        {
            if (left.GetValueOrDefault(word) is var count and > 0)
            {
                left[word] = count - 1;
                same++;
            }
        }
        return same == 0 ? 0 : 2.0 * same / (predicted.Length + right.Length);
    }

    [GeneratedRegex(@"\b(a|an|the)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Articles();
}
