using Weft.Foundation;

namespace Weft.Text.Vocabularies;

/// <summary>Makes a vocabulary of the most frequent words.</summary>
internal static class VocabularyBuilder
{
    private static readonly string[] Specials = [SpecialTokens.Unknown, SpecialTokens.EndOfText];

    /// <summary>
    /// Numbers the words by frequency, the most frequent first; equally frequent ones in ordinal order. The special tokens
    /// <c>&lt;unk&gt;</c> and <c>&lt;eos&gt;</c> take part with the count that they have in the text, so that one that does not
    /// occur comes last; they are always in, whatever the limits.
    /// </summary>
    /// <param name="counts">The words of the training split, ends of text included.</param>
    /// <param name="options">Which words to take.</param>
    /// <exception cref="ConfigurationException">The limit leaves no room for a word beside the special tokens.</exception>
    public static Vocabulary Build(WordCounts counts, VocabularyOptions options)
    {
        if (options.MaximumSize != 0 && options.MaximumSize <= Specials.Length)
        {
            throw new ConfigurationException(
                $"data.vocabularySize is {options.MaximumSize}; it must be 0 (no limit) or above {Specials.Length}.");
        }

        var room = options.MaximumSize == 0 ? int.MaxValue : options.MaximumSize - Specials.Length;
        var words = counts.Entries
            .Where(entry => entry.Count >= options.MinimumCount)
            .Select(entry => KeyValuePair.Create(entry.Text.ToString(), entry.Count))
            .Where(entry => !Specials.Contains(entry.Key))
            .ToArray();
        Array.Sort(words, ByFrequency);

        var specials = Specials.Select(special => KeyValuePair.Create(special, counts.CountOf(special)));
        KeyValuePair<string, long>[] entries = [.. words.Take(room), .. specials];
        Array.Sort(entries, ByFrequency);
        return new Vocabulary([.. entries.Select(entry => entry.Key)], SpecialTokens.Unknown, SpecialTokens.EndOfText);
    }

    private static int ByFrequency(KeyValuePair<string, long> left, KeyValuePair<string, long> right)
    {
        var byCount = right.Value.CompareTo(left.Value);
        return byCount != 0 ? byCount : string.CompareOrdinal(left.Key, right.Key);
    }
}
