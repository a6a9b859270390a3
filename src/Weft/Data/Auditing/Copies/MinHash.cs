using System.Numerics;
using System.Runtime.InteropServices;
using Weft.Foundation;

namespace Weft.Data.Auditing.Copies;

/// <summary>
/// Signatures of sets: the least value of each of many hash functions over a set's elements. Two sets agree in a value with the probability of their Jaccard index
/// (Broder 1997, "On the resemblance and containment of documents"). The functions are h -> a h + b modulo 2^32, of which the high bits are good.
/// </summary>
internal static class MinHash
{
    /// <summary>How many values a signature has.</summary>
    public const int Values = 128;

    private static readonly uint[] Factors = Numbers("factors", odd: 1);
    private static readonly uint[] Offsets = Numbers("offsets", odd: 0);

    /// <summary>The signature of a set.</summary>
    /// <param name="elements">Hashes of its elements; the same one may occur several times.</param>
    /// <param name="signature">[128] where it goes.</param>
    public static void Sign(ReadOnlySpan<ulong> elements, Span<uint> signature)
    {
        signature.Fill(uint.MaxValue);
        var least = MemoryMarshal.Cast<uint, Vector<uint>>(signature);
        var factors = MemoryMarshal.Cast<uint, Vector<uint>>(Factors.AsSpan());
        var offsets = MemoryMarshal.Cast<uint, Vector<uint>>(Offsets.AsSpan());
        foreach (var element in elements)
        {
            var hash = new Vector<uint>((uint)(element >> 32));
            for (var i = 0; i < least.Length; i++)
                least[i] = Vector.Min(least[i], hash * factors[i] + offsets[i]);
        }
    }

    private static uint[] Numbers(string purpose, uint odd)
    {
        var random = RandomStream.For(1, purpose);
        var numbers = new uint[Values];
        for (var i = 0; i < Values; i++)
            numbers[i] = (uint)(random.NextUInt64() >> 32) | odd;
        return numbers;
    }
}
