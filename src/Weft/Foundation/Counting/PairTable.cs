using System.Numerics;

namespace Weft.Foundation.Counting;

/// <summary>Counts of pairs in memory: a table with open addressing and linear probing, whose size never changes.</summary>
/// <typeparam name="T">What is counted in.</typeparam>
internal sealed class PairTable<T>
    where T : unmanaged, INumber<T>
{
    private readonly ulong[] _keys;
    private readonly T[] _counts; // 0 where a place is free
    private readonly int _most;

    /// <param name="places">How many places there are, at least 4; three quarters of them are used. Each takes 16 bytes.</param>
    public PairTable(int places)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(places, 4);
        (_keys, _counts, _most) = (new ulong[places], new T[places], (int)(places * 3L / 4));
    }

    /// <summary>How many places there are.</summary>
    public int Places => _keys.Length;

    /// <summary>How many of them are used.</summary>
    public int Used { get; private set; }

    /// <summary>Adds to the count of a pair.</summary>
    /// <param name="key">From <see cref="PairKey"/>.</param>
    /// <param name="count">Above zero.</param>
    /// <returns>False where the pair is new and the table is full: it was not counted.</returns>
    public bool TryAdd(ulong key, T count)
    {
        // The upper bits of a product with the golden ratio depend on all bits of the key (Knuth, volume 3, section 6.4).
        var place = (int)Math.BigMul(key * 0x9E3779B97F4A7C15, (ulong)_keys.Length, out _);
        while (_counts[place] != T.Zero && _keys[place] != key)
            place = place + 1 == _keys.Length ? 0 : place + 1;
        if (_counts[place] == T.Zero)
        {
            if (Used == _most)
                return false;
            Used++;
            _keys[place] = key;
        }
        _counts[place] += count;
        return true;
    }

    /// <summary>All pairs by rising key; the table is empty once they have been read.</summary>
    public IEnumerable<PairCount<T>> Drain()
    {
        var next = 0;
        for (var place = 0; place < _keys.Length; place++)
        {
            if (_counts[place] != T.Zero)
                (_keys[next], _counts[next++]) = (_keys[place], _counts[place]);
        }
        Array.Sort(_keys, _counts, 0, next);
        for (var i = 0; i < next; i++)
            yield return new PairCount<T>(_keys[i], _counts[i]);
        Array.Clear(_counts);
        Used = 0;
    }
}
