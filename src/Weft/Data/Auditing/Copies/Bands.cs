using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Weft.Data.Auditing.Copies;

/// <summary>
/// Locality-sensitive hashing (Indyk and Motwani 1998; Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", section 3.4): a signature is cut into bands, and two
/// documents are candidates where all values of a band agree, which a pair of Jaccard index s does with probability 1 - (1 - s^rows)^bands.
/// </summary>
/// <param name="Count">How many bands there are.</param>
/// <param name="Rows">How many values of a signature each has.</param>
internal readonly record struct Bands(int Count, int Rows)
{
    // Of pairs at the threshold itself so many may be missed.
    private const double Missed = 0.02;

    /// <summary>The widest bands, and so the fewest false candidates, that find 98 % of the pairs at a threshold.</summary>
    /// <param name="threshold">A Jaccard index above 0, up to 1.</param>
    public static Bands For(double threshold)
    {
        for (var rows = MinHash.Values; rows > 1; rows--)
        {
            var bands = new Bands(MinHash.Values / rows, rows);
            if (bands.Finds(threshold) >= 1 - Missed)
                return bands;
        }
        return new Bands(MinHash.Values, 1);
    }

    /// <summary>The probability that a pair of documents with this Jaccard index is a candidate.</summary>
    public double Finds(double similarity) => 1 - Math.Pow(1 - Math.Pow(similarity, Rows), Count);

    /// <summary>The hash of a band of a signature.</summary>
    public ulong HashOf(ReadOnlySpan<uint> signature, int band) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(signature.Slice(band * Rows, Rows)), band);
}
