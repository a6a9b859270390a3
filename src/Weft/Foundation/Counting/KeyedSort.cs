namespace Weft.Foundation.Counting;

/// <summary>
/// Any number of values in the order of their keys, in bounded memory: when so many are held, they go, sorted, into a temporary file, and all
/// files are merged while they are read. Values of equal keys stand side by side, in no order that could be relied on.
/// </summary>
/// <typeparam name="T">What belongs to a key.</typeparam>
/// <param name="most">The most values in memory.</param>
/// <param name="folder">Where temporary files go; made when the first is.</param>
internal sealed class KeyedSort<T>(int most, string folder) : IDisposable
    where T : unmanaged
{
    // Merged into one when there are so many, so that few files are ever open.
    private const int MostFiles = 64;

    private const int Few = 1 << 10;

    private ulong[] _keys = [];
    private T[] _values = [];
    private int _held;
    private bool _isSorted;
    private List<SortedPairs<T>> _sorted = [];

    /// <summary>How many values there are.</summary>
    public long Count { get; private set; }

    /// <summary>How many temporary files were written.</summary>
    public int Spills { get; private set; }

    /// <summary>Adds a value.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Add(ulong key, T value)
    {
        if (_held == most)
            Spill();
        if (_held == _keys.Length)
        {
            var places = (int)Math.Min(most, Math.Max(Few, 2L * _held));
            Array.Resize(ref _keys, places);
            Array.Resize(ref _values, places);
        }
        (_keys[_held], _values[_held++]) = (key, value);
        _isSorted = false;
        Count++;
    }

    /// <summary>All values by rising key; again as often as it is asked for, one reading after the other.</summary>
    public IEnumerable<PairCount<T>> Read() => PairMerge.InOrder<T>([.. _sorted.Select(pairs => pairs.Read()), Held()]);

    /// <inheritdoc/>
    public void Dispose() => _sorted.ForEach(pairs => pairs.Dispose());

    private void Spill()
    {
        Directory.CreateDirectory(folder);
        _sorted.Add(new SortedPairs<T>(folder, Held()));
        Spills++;
        _held = 0;
        if (_sorted.Count < MostFiles)
            return;
        var merged = new SortedPairs<T>(folder, PairMerge.InOrder<T>([.. _sorted.Select(pairs => pairs.Read())]));
        _sorted.ForEach(pairs => pairs.Dispose());
        _sorted = [merged];
    }

    private IEnumerable<PairCount<T>> Held()
    {
        if (!_isSorted)
            Array.Sort(_keys, _values, 0, _held);
        _isSorted = true;
        for (var i = 0; i < _held; i++)
            yield return new PairCount<T>(_keys[i], _values[i]);
    }
}
