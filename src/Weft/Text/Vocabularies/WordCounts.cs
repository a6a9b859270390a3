using Weft.Foundation.Counting;

namespace Weft.Text.Vocabularies;

/// <summary>How often each word occurred. Not safe for several threads: give each its own and <see cref="Add(WordCounts)"/> them up.</summary>
public sealed class WordCounts
{
    private SpanTable<long> _counts = new();
    private Dictionary<string, long>? _words;

    /// <summary>The words and their counts, in no particular order.</summary>
    public IReadOnlyDictionary<string, long> Words =>
        _words ??= _counts.Entries.ToDictionary(entry => entry.Text.ToString(), entry => entry.Value, StringComparer.Ordinal);

    /// <summary>How many different words there are.</summary>
    internal int Count => _counts.Count;

    /// <summary>The length of all different words together, in characters.</summary>
    internal long Characters => _counts.Characters;

    /// <summary>The words and their counts without a string for each; valid until the next word is added.</summary>
    internal IEnumerable<(ReadOnlyMemory<char> Text, long Count)> Entries => _counts.Entries;

    /// <summary>How often a word occurred.</summary>
    internal long CountOf(ReadOnlySpan<char> word) => _counts.TryGet(word, out var count) ? count : 0;

    /// <summary>Counts a word once; allocates only for words not met before.</summary>
    public void Add(ReadOnlySpan<char> word) => Add(word, 1);

    /// <summary>Counts a word that occurred so many times; allocates only for words not met before.</summary>
    public void Add(ReadOnlySpan<char> word, long occurrences)
    {
        _counts.GetOrAdd(word) += occurrences;
        _words = null;
    }

    /// <summary>Adds all of another's counts to this.</summary>
    internal void Add(WordCounts other)
    {
        _counts.Merge(other._counts, static (ref long count, long more) => count += more);
        _words = null;
    }

    /// <summary>Forgets everything but keeps the memory for the next text.</summary>
    internal void Clear()
    {
        _counts.Clear();
        _words = null;
    }

    /// <summary>Forgets every word that occurred at most <paramref name="count"/> times.</summary>
    /// <returns>How many words were forgotten.</returns>
    internal int Drop(long count)
    {
        var before = _counts;
        TakeFrequent(before, count);
        return before.Count - Count;
    }

    /// <summary>
    /// Puts two halves in the place of every word that occurred at most <paramref name="count"/> times; of one or two characters nothing is
    /// left. So it is forgotten which words there were, and mostly not what they were made of.
    /// </summary>
    /// <returns>How many words were taken out.</returns>
    internal int Halve(long count)
    {
        var before = _counts;
        TakeFrequent(before, count);
        var halved = before.Count - Count;
        foreach (var (word, occurrences) in before.Entries)
        {
            if (occurrences > count || word.Length <= 2)
                continue;
            var middle = word.Length / 2;
            if (char.IsLowSurrogate(word.Span[middle]))
                middle++;
            Add(word.Span[..middle], occurrences);
            Add(word.Span[middle..], occurrences);
        }
        return halved;
    }

    // Words that are taken out would leave holes: the rest moves into a table of its own.
    private void TakeFrequent(SpanTable<long> before, long count)
    {
        (_counts, _words) = (new SpanTable<long>(), null);
        foreach (var (word, occurrences) in before.Entries)
        {
            if (occurrences > count)
                _counts.GetOrAdd(word.Span) = occurrences;
        }
    }
}
