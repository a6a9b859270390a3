using Weft.Foundation;

namespace Weft.Sampling.Structures;

/// <summary>
/// Random numbers that belong to numbers: the same key and number give the same one, in any order of asking and without any memory. A
/// decision "keep this chunk or not" that is made so is made alike by every worker, and again after a resume.
/// </summary>
internal readonly struct KeyedHash
{
    private readonly ulong _key;

    /// <param name="seed">The run's seed.</param>
    /// <param name="purpose">What the numbers are for: those of different purposes are independent.</param>
    /// <param name="numbers">The rest of the key.</param>
    public KeyedHash(long seed, string purpose, params ReadOnlySpan<long> numbers) =>
        _key = RandomStream.For(seed, purpose, numbers).NextUInt64();

    /// <summary>64 random bits.</summary>
    public ulong Bits(long number) => RandomStream.Mix(RandomStream.Mix(_key ^ (ulong)number) + _key);

    /// <summary>A number in [0, 1).</summary>
    public double Unit(long number) => (Bits(number) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Whether an event of this probability happens.</summary>
    public bool Happens(long number, double probability) => Unit(number) < probability;

    /// <summary>A number in [0, <paramref name="limit"/>); its bias is below limit / 2^64.</summary>
    public long Below(long number, long limit) => (long)Math.BigMul(Bits(number), (ulong)limit, out _);
}
