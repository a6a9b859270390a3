namespace Weft.Data.Preparing.Splitting;

/// <summary>All copies of one document.</summary>
/// <param name="Start">The first in <see cref="DistinctDocuments.Order"/>.</param>
/// <param name="End">After the last.</param>
/// <param name="Length">The characters of all copies together.</param>
/// <param name="HasText">Whether it has more than white space.</param>
internal readonly record struct DistinctDocument(int Start, int End, long Length, bool HasText);

/// <summary>The documents of a table in the order of their hashes, copies side by side: 12 bytes for each document.</summary>
internal sealed class DistinctDocuments
{
    private readonly DocumentTable _table;
    private readonly ulong[] _hashes;
    private readonly int[] _order;

    /// <summary>Orders the documents.</summary>
    public DistinctDocuments(DocumentTable table)
    {
        _table = table;
        _hashes = table.Hashes.ToArray();
        _order = new int[_hashes.Length];
        for (var i = 0; i < _order.Length; i++)
            _order[i] = i;
        Array.Sort(_hashes, _order);
    }

    /// <summary>The documents' numbers in the corpus.</summary>
    public ReadOnlySpan<int> Order => _order;

    /// <summary>The different documents, by their hashes.</summary>
    public IEnumerable<DistinctDocument> All()
    {
        for (var start = 0; start < _hashes.Length;)
        {
            var end = start;
            var length = 0L;
            for (; end < _hashes.Length && _hashes[end] == _hashes[start]; end++)
                length += _table.Lengths[_order[end]];
            yield return new DistinctDocument(start, end, length, !_table.IsBlank(_hashes[start]));
            start = end;
        }
    }
}
