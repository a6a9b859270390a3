using Weft.Foundation.Counting;

namespace Weft.Text.Vectors.Learning;

/// <summary>
/// Counts which words occur together within a window, each meeting as 1 / distance, as Stanford's tool does. The counts are symmetric, so a
/// pair is kept once for both orders, the smaller id first; a word's meeting with itself counts for both sides.
/// </summary>
internal sealed class PairCounter : IDisposable
{
    private const double MostFilled = 0.7;

    private readonly PairCounts<double> _counts;
    private readonly int[] _history;
    private int _position;

    /// <param name="folder">Where temporary files go; it exists.</param>
    /// <param name="window">How far apart words may be.</param>
    /// <param name="memoryBytes">The size of the table of counts.</param>
    public PairCounter(string folder, int window, long memoryBytes)
    {
        var places = (int)Math.Clamp(memoryBytes / 16, 4L * window, Array.MaxLength / 2);
        (_counts, _history) = (new PairCounts<double>(places, folder), new int[window]);
    }

    /// <summary>How many sorted pieces the counts were written in; 0 where all fitted into memory.</summary>
    public int Shards => _counts.Spills == 0 ? 0 : _counts.Spills + 1;

    /// <summary>Takes the next word of a line.</summary>
    public void Add(int word)
    {
        var first = Math.Max(0, _position - _history.Length);
        for (var other = _position - 1; other >= first; other--)
            Add(word, _history[other % _history.Length], 1.0 / (_position - other));
        _history[_position % _history.Length] = word;
        _position++;
        // Sums depend on where they are cut: between words, at a place that only the text and the memory decide.
        if (_counts.Used > MostFilled * _counts.Places - _history.Length)
            _counts.Spill();
    }

    /// <summary>Ends a line: the next word has no context before it.</summary>
    public void EndLine() => _position = 0;

    /// <summary>All pairs in rising order; to be asked for once, after the last word.</summary>
    public IEnumerable<PairCount<double>> Pairs() => _counts.Read();

    /// <summary>Deletes the temporary files.</summary>
    public void Dispose() => _counts.Dispose();

    private void Add(int a, int b, double count) => _counts.Add(PairKey.Of(Math.Min(a, b), Math.Max(a, b)), a == b ? 2 * count : count);
}
