namespace Weft.Text.Vocabularies;

/// <summary>How often each word occurred. Not safe for several threads: give each its own and <see cref="Add(WordCounts)"/> them up.</summary>
public sealed class WordCounts
{
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    /// <summary>Creates empty counts.</summary>
    public WordCounts() => _bySpan = _counts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Counts a word once; allocates only for words not met before.</summary>
    public void Add(ReadOnlySpan<char> word) =>
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_bySpan, word, out _)++;

    /// <summary>Adds all of another's counts to this.</summary>
    public void Add(WordCounts other)
    {
        foreach (var (word, count) in other._counts)
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, word, out _) += count;
    }

    /// <summary>The words and their counts, in no particular order.</summary>
    public IReadOnlyDictionary<string, long> Words => _counts;
}
