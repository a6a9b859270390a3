using Weft.Foundation;

namespace Weft.Data.Auditing.Words;

/// <summary>Hashes of all runs of so many words, each from the one before in constant time (Karp and Rabin 1987), then mixed.</summary>
internal struct RollingHash
{
    private const ulong Base = 0x9E3779B97F4A7C15;

    private readonly int _length;
    private readonly ulong _leaving;
    private ulong _sum;

    /// <param name="length">How many words a run has.</param>
    public RollingHash(int length)
    {
        _length = length;
        _leaving = 1;
        for (var i = 0; i < length; i++)
            _leaving *= Base;
    }

    /// <summary>Hashes all runs of a text.</summary>
    /// <param name="words">The text.</param>
    /// <param name="length">How many words a run has.</param>
    /// <param name="hashes">[words - length + 1] the hash of the run that begins at each word; fewer words have none.</param>
    /// <returns>How many there are.</returns>
    public static int All(ReadOnlySpan<uint> words, int length, Span<ulong> hashes)
    {
        var rolling = new RollingHash(length);
        for (var i = 0; i < words.Length; i++)
        {
            var hash = rolling.Next(words, i);
            if (i >= length - 1)
                hashes[i - length + 1] = hash;
        }
        return Math.Max(0, words.Length - length + 1);
    }

    /// <summary>The hash of the run that ends at a word; call it for every word, in order.</summary>
    public ulong Next(ReadOnlySpan<uint> words, int place)
    {
        _sum = _sum * Base + words[place] + 1;
        if (place >= _length)
            _sum -= (words[place - _length] + 1UL) * _leaving;
        return RandomStream.Mix(_sum);
    }
}
