using Weft.Text;

namespace Weft.Data.Preparing.Splitting;

/// <summary>The split of every document by its hash: few ranges of hashes, and train for all others.</summary>
internal sealed class HashSplits
{
    private readonly List<(ulong First, ulong Last, Split Split)> _ranges = [];
    private readonly Dictionary<ulong, Split> _moved = [];
    private bool _goesOn;

    /// <summary>The last hash that is not of the training split; null where there is none.</summary>
    public ulong? Last => _ranges.Select(range => range.Last).Concat(_moved.Keys).Cast<ulong?>().Max();

    /// <summary>Puts the next document, by rising hash, into a split.</summary>
    public void Append(ulong hash, Split split)
    {
        if (_goesOn && _ranges[^1].Split == split)
            _ranges[^1] = _ranges[^1] with { Last = hash };
        else
            _ranges.Add((hash, hash, split));
        _goesOn = true;
    }

    /// <summary>Leaves the next document, by rising hash, to train.</summary>
    public void Pass() => _goesOn = false;

    /// <summary>Puts any document into another split.</summary>
    public void Move(ulong hash, Split split) => _moved[hash] = split;

    /// <summary>The split of a document.</summary>
    public Split Of(ulong hash)
    {
        if (_moved.TryGetValue(hash, out var moved))
            return moved;
        var (from, to) = (0, _ranges.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (_ranges[middle].Last < hash)
                from = middle + 1;
            else
                to = middle;
        }
        return from < _ranges.Count && _ranges[from].First <= hash ? _ranges[from].Split : Split.Train;
    }
}
