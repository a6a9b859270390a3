using System.Runtime.InteropServices;

namespace Weft.Text.Vocabularies;

/// <summary>How often each word occurred. Not safe for several threads: give each its own and <see cref="Add(WordCounts)"/> them up.</summary>
public sealed class WordCounts
{
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    /// <summary>Creates empty counts.</summary>
    public WordCounts() => _bySpan = _counts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The words and their counts, in no particular order.</summary>
    public IReadOnlyDictionary<string, long> Words => _counts;

    /// <summary>The length of all distinct words together, in characters.</summary>
    internal long Characters { get; private set; }

    /// <summary>Counts a word once; allocates only for words not met before.</summary>
    public void Add(ReadOnlySpan<char> word) => Add(word, 1);

    /// <summary>Adds all of another's counts to this.</summary>
    internal void Add(WordCounts other)
    {
        foreach (var (word, count) in other._counts)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, word, out var known) += count;
            if (!known)
                Characters += word.Length;
        }
    }

    /// <summary>Forgets everything but keeps the memory for the next text.</summary>
    internal void Clear()
    {
        _counts.Clear();
        Characters = 0;
    }

    /// <summary>Forgets every word that occurred at most <paramref name="count"/> times.</summary>
    /// <returns>How many words were forgotten.</returns>
    internal int Drop(long count)
    {
        var before = _counts.Count;
        foreach (var (word, occurrences) in _counts)
        {
            if (occurrences > count)
                continue;
            _counts.Remove(word);
            Characters -= word.Length;
        }
        return before - _counts.Count;
    }

    /// <summary>
    /// Puts two halves in the place of every word that occurred at most <paramref name="count"/> times; of one or two characters nothing is
    /// left. So it is forgotten which words there were, and mostly not what they were made of.
    /// </summary>
    /// <returns>How many words were taken out.</returns>
    internal int Halve(long count)
    {
        var rare = _counts.Where(entry => entry.Value <= count).ToList();
        foreach (var (word, _) in rare)
        {
            _counts.Remove(word);
            Characters -= word.Length;
        }
        foreach (var (word, occurrences) in rare.Where(entry => entry.Key.Length > 2))
        {
            var middle = word.Length / 2;
            if (char.IsLowSurrogate(word[middle]))
                middle++;
            Add(word.AsSpan(0, middle), occurrences);
            Add(word.AsSpan(middle), occurrences);
        }
        return rare.Count;
    }

    /// <summary>Counts a word that occurred so many times; allocates only for words not met before.</summary>
    public void Add(ReadOnlySpan<char> word, long occurrences)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_bySpan, word, out var known) += occurrences;
        if (!known)
            Characters += word.Length;
    }
}
