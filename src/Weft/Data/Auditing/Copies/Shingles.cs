using Weft.Data.Auditing.Words;

namespace Weft.Data.Auditing.Copies;

/// <summary>A document as the set of its runs of five words.</summary>
internal static class Shingles
{
    /// <summary>How many words a run has.</summary>
    public const int Length = 5;

    /// <summary>The different runs of a text by rising hash; a text that has fewer words is one run.</summary>
    public static ulong[] Of(ReadOnlySpan<uint> words)
    {
        if (words.IsEmpty)
            return [];
        var length = Math.Min(Length, words.Length);
        var hashes = new ulong[words.Length - length + 1];
        RollingHash.All(words, length, hashes);
        Array.Sort(hashes);
        var different = 0;
        foreach (var hash in hashes)
        {
            if (different == 0 || hashes[different - 1] != hash)
                hashes[different++] = hash;
        }
        return hashes[..different];
    }

    /// <summary>The Jaccard index of two sets, each by rising hash: what both have over what either has.</summary>
    public static double Jaccard(ReadOnlySpan<ulong> one, ReadOnlySpan<ulong> other)
    {
        var both = 0;
        for (int i = 0, j = 0; i < one.Length && j < other.Length;)
        {
            if (one[i] == other[j])
                both++;
            var (first, second) = (one[i], other[j]);
            i += first <= second ? 1 : 0;
            j += second <= first ? 1 : 0;
        }
        return (double)both / (one.Length + other.Length - both);
    }
}
