using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Weft.Foundation;

/// <summary>
/// A random stream that is a function of its key: the same seed, purpose and numbers give the same stream on every
/// machine, whatever was drawn before. SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators").
/// </summary>
internal struct RandomStream
{
    private ulong _state;

    private RandomStream(ulong state) => _state = state;

    /// <summary>Opens the stream of a key.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="purpose">What the stream is for, for example <c>order</c>: streams of different purposes are independent.</param>
    /// <param name="numbers">The rest of the key, for example the epoch.</param>
    public static RandomStream For(long seed, string purpose, params ReadOnlySpan<long> numbers)
    {
        var state = Mix((ulong)seed ^ XxHash3.HashToUInt64(MemoryMarshal.AsBytes(purpose.AsSpan())));
        foreach (var number in numbers)
            state = Mix(state + 0x9E3779B97F4A7C15 ^ (ulong)number);
        return new RandomStream(state);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>The next number in [0, 1), with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>The next integer in [0, <paramref name="limit"/>), unbiased (Lemire 2019).</summary>
    public int NextInt32(int limit) => (int)NextInt64(limit);

    /// <inheritdoc cref="NextInt32"/>
    public long NextInt64(long limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        while (true)
        {
            var high = Math.BigMul(NextUInt64(), (ulong)limit, out var low);
            if (low >= (0UL - (ulong)limit) % (ulong)limit)
                return (long)high;
        }
    }

    /// <summary>Puts the values into a random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = NextInt32(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>Mixes 64 bits so that every bit of the result depends on every bit given: SplitMix64's last step, a bijection.</summary>
    internal static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
