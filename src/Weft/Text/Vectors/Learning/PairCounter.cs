namespace Weft.Text.Vectors.Learning;

/// <summary>
/// Counts which words occur together within a window, each meeting as 1 / distance, as Stanford's tool does. Pairs are kept in a
/// table of fixed size; when it is full they are sorted and written to a shard, and in the end the shards are merged. The counts are
/// symmetric, so a pair is kept once for both orders.
/// </summary>
internal sealed class PairCounter
{
    // More in one merge would need as many open files.
    private const int MostShards = 128;
    private const double MostFilled = 0.7;
    private const ulong Empty = ulong.MaxValue;

    private readonly string _folder;
    private readonly ulong[] _keys;
    private readonly double[] _counts;
    private readonly int[] _history;
    private readonly List<string> _shards = [];
    private int _filled;
    private int _position;
    private int _written;

    /// <param name="folder">Where shards go; it exists.</param>
    /// <param name="window">How far apart words may be.</param>
    /// <param name="memoryBytes">The size of the table.</param>
    public PairCounter(string folder, int window, long memoryBytes)
    {
        var places = (int)Math.Clamp(memoryBytes / 16, 4L * window, Array.MaxLength / 2);
        (_folder, _keys, _counts, _history) = (folder, new ulong[places], new double[places], new int[window]);
        _keys.AsSpan().Fill(Empty);
    }

    /// <summary>How often the table was full.</summary>
    public int Shards => _written;

    /// <summary>Takes the next word of a line.</summary>
    public void Add(int word)
    {
        var first = Math.Max(0, _position - _history.Length);
        for (var other = _position - 1; other >= first; other--)
            Add(word, _history[other % _history.Length], 1.0 / (_position - other));
        _history[_position % _history.Length] = word;
        _position++;
        if (_filled > MostFilled * _keys.Length - _history.Length)
            Spill();
    }

    /// <summary>Ends a line: the next word has no context before it.</summary>
    public void EndLine() => _position = 0;

    /// <summary>All pairs in rising order; to be asked for once, after the last word.</summary>
    public IEnumerable<PairCount> Pairs()
    {
        if (_shards.Count == 0)
            return Sorted();
        Spill();
        while (_shards.Count > MostShards)
        {
            var some = _shards.Take(MostShards).ToList();
            var merged = NextShard();
            PairShard.Write(merged, PairShard.Merge(some));
            some.ForEach(File.Delete);
            _shards.RemoveRange(0, MostShards);
            _shards.Add(merged);
        }
        return PairShard.Merge(_shards);
    }

    private void Add(int a, int b, double count)
    {
        var key = (ulong)Math.Min(a, b) << 32 | (uint)Math.Max(a, b);
        var place = (int)Math.BigMul(key * 0x9E3779B97F4A7C15, (ulong)_keys.Length, out _);
        while (_keys[place] != key && _keys[place] != Empty)
            place = place + 1 == _keys.Length ? 0 : place + 1;
        if (_keys[place] == Empty)
        {
            _keys[place] = key;
            _filled++;
        }
        _counts[place] += a == b ? 2 * count : count;
    }

    private void Spill()
    {
        if (_filled == 0)
            return;
        var shard = NextShard();
        PairShard.Write(shard, Sorted());
        _shards.Add(shard);
        _keys.AsSpan().Fill(Empty);
        _counts.AsSpan().Clear();
        _filled = 0;
    }

    private string NextShard() => Path.Combine(_folder, $"pairs-{_written++:D6}");

    /// <summary>Sorts within the table, whose places are then no longer those of the keys.</summary>
    private IEnumerable<PairCount> Sorted()
    {
        var end = 0;
        for (var place = 0; place < _keys.Length; place++)
        {
            if (_keys[place] != Empty)
                (_keys[end], _counts[end++]) = (_keys[place], _counts[place]);
        }
        Array.Sort(_keys, _counts, 0, end);
        return Enumerable.Range(0, end).Select(i => new PairCount(_keys[i], _counts[i]));
    }
}
