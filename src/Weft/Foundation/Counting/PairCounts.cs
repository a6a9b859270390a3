using System.Numerics;

namespace Weft.Foundation.Counting;

/// <summary>
/// Counts of pairs, exact however many there are, in bounded memory: they are counted in a table of fixed size; when it is full its content
/// goes, sorted, into a temporary file, and in the end all files are merged.
/// </summary>
/// <typeparam name="T">What is counted in.</typeparam>
/// <param name="places">Places of the table, 16 bytes each.</param>
/// <param name="folder">Where temporary files go.</param>
internal sealed class PairCounts<T>(int places, string folder) : IDisposable
    where T : unmanaged, INumber<T>
{
    // Merged into one when there are so many, so that few files are ever open.
    private const int MostFiles = 64;

    private readonly PairTable<T> _table = new(places);
    private List<SortedPairs<T>> _sorted = [];

    /// <summary>How many places the table has.</summary>
    public int Places => _table.Places;

    /// <summary>How many of them are used.</summary>
    public int Used => _table.Used;

    /// <summary>How often the table was emptied into a file.</summary>
    public int Spills { get; private set; }

    /// <summary>Adds to the count of a pair.</summary>
    /// <param name="key">From <see cref="PairKey"/>.</param>
    /// <param name="count">Above zero.</param>
    public void Add(ulong key, T count)
    {
        if (_table.TryAdd(key, count))
            return;
        Spill();
        _table.TryAdd(key, count);
    }

    /// <summary>Empties the table into a file.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Spill()
    {
        _sorted.Add(new SortedPairs<T>(folder, _table.Drain()));
        Spills++;
        if (_sorted.Count < MostFiles)
            return;
        var merged = new SortedPairs<T>(folder, PairMerge.Merge<T>([.. _sorted.Select(pairs => pairs.Read())]));
        _sorted.ForEach(pairs => pairs.Dispose());
        _sorted = [merged];
    }

    /// <summary>All pairs by rising key; to be read once, after the last was added.</summary>
    public IEnumerable<PairCount<T>> Read() => PairMerge.Merge<T>([.. _sorted.Select(pairs => pairs.Read()), _table.Drain()]);

    /// <summary>Deletes the temporary files.</summary>
    public void Dispose() => _sorted.ForEach(pairs => pairs.Dispose());
}
