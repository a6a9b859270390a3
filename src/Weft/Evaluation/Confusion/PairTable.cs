namespace Weft.Evaluation.Confusion;

/// <summary>Counts of pairs in memory: a table with open addressing and linear probing, whose size never changes.</summary>
internal sealed class PairTable
{
    private readonly ulong[] _keys;
    private readonly long[] _counts; // 0 where a place is free
    private readonly int _shift;
    private readonly int _most;
    private int _used;

    /// <param name="places">How many places there are, a power of two, at least 4; three quarters of them are used. Each takes 16 bytes.</param>
    public PairTable(int places)
    {
        if (places < 4 || !int.IsPow2(places))
            throw new ArgumentOutOfRangeException(nameof(places), $"A table has a power of two of places, at least 4, not {places}.");
        (_keys, _counts) = (new ulong[places], new long[places]);
        _shift = 64 - int.Log2(places);
        _most = places / 4 * 3;
    }

    /// <summary>Counts a pair.</summary>
    /// <returns>False where the pair is new and the table is full: it was not counted.</returns>
    public bool TryAdd(ulong key)
    {
        // The upper bits of a product with the golden ratio depend on all bits of the key (Knuth, volume 3, section 6.4).
        var place = (int)((key * 0x9E3779B97F4A7C15) >> _shift);
        while (_counts[place] > 0 && _keys[place] != key)
            place = (place + 1) & (_keys.Length - 1);
        if (_counts[place] == 0)
        {
            if (_used == _most)
                return false;
            _used++;
            _keys[place] = key;
        }
        _counts[place]++;
        return true;
    }

    /// <summary>All pairs by rising key; the table is empty once they have been read.</summary>
    public IEnumerable<PairCount> Drain()
    {
        var next = 0;
        for (var place = 0; place < _keys.Length; place++)
        {
            if (_counts[place] > 0)
                (_keys[next], _counts[next++]) = (_keys[place], _counts[place]);
        }
        Array.Sort(_keys, _counts, 0, next);
        for (var i = 0; i < next; i++)
            yield return new PairCount(_keys[i], _counts[i]);
        Array.Clear(_counts);
        _used = 0;
    }
}
