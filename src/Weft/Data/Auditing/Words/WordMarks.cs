using System.Numerics;

namespace Weft.Data.Auditing.Words;

/// <summary>Which words of a corpus something was found of, a bit each. Several threads may mark.</summary>
/// <param name="count">How many words there are.</param>
internal sealed class WordMarks(long count)
{
    private const int InPlace = 64;

    private readonly ulong[] _bits = new ulong[(count + InPlace - 1) / InPlace];

    /// <summary>How many words are marked.</summary>
    public long Count => _bits.Sum(bits => (long)BitOperations.PopCount(bits));

    /// <summary>Whether a word is marked.</summary>
    public bool this[long word] => (_bits[word / InPlace] >> (int)(word % InPlace) & 1) != 0;

    /// <summary>How many of some words are marked.</summary>
    public long CountOf(long first, long length)
    {
        var marked = 0L;
        for (var word = first; word < first + length; word++)
            marked += this[word] ? 1 : 0;
        return marked;
    }

    /// <summary>Marks words that follow one another.</summary>
    public void Mark(long first, long length)
    {
        for (var word = first; word < first + length; word++)
            Interlocked.Or(ref _bits[word / InPlace], 1UL << (int)(word % InPlace));
    }

    /// <summary>Marks what others mark, too.</summary>
    public void Mark(WordMarks others)
    {
        for (var i = 0; i < _bits.Length; i++)
            _bits[i] |= others._bits[i];
    }

    /// <summary>Takes away what others mark.</summary>
    public void Unmark(WordMarks others)
    {
        for (var i = 0; i < _bits.Length; i++)
            _bits[i] &= ~others._bits[i];
    }
}
