using Weft.Foundation;

namespace Weft.Sampling.Structures;

/// <summary>
/// A random order of n numbers that takes no memory: a Feistel network over the next power of four, walked until it leaves a number below
/// n (Black and Rogaway 2002, "Ciphers with arbitrary finite domains", section 3 on cycle walking). Each place costs a few dozen
/// instructions, whatever n is.
/// </summary>
internal sealed class KeyedPermutation : IChunkOrder
{
    private const int Rounds = 8;

    private readonly ulong[] _keys = new ulong[Rounds];
    private readonly long _count;
    private readonly int _halfBits;
    private readonly ulong _halfMask;

    /// <param name="count">How many numbers; above 0.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="purpose">What the order is for.</param>
    /// <param name="numbers">The rest of the key.</param>
    public KeyedPermutation(long count, long seed, string purpose, params ReadOnlySpan<long> numbers)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        _count = count;
        while (_halfBits < 31 && 1L << (2 * _halfBits) < count)
            _halfBits++;
        _halfMask = (1UL << _halfBits) - 1;
        var random = RandomStream.For(seed, purpose, numbers);
        for (var round = 0; round < Rounds; round++)
            _keys[round] = random.NextUInt64();
    }

    /// <inheritdoc/>
    public long this[long position]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(position);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, _count);
            var value = (ulong)position;
            // The network permutes a larger set. Following it from a number below n, one comes to such a number again.
            do
                value = Encrypt(value);
            while (value >= (ulong)_count);
            return (long)value;
        }
    }

    private ulong Encrypt(ulong value)
    {
        var (left, right) = (value >> _halfBits, value & _halfMask);
        foreach (var key in _keys)
            (left, right) = (right, left ^ (RandomStream.Mix(right ^ key) & _halfMask));
        return left << _halfBits | right;
    }
}
