using Weft.Foundation.Counting;
using Weft.Text.Reading;

namespace Weft.Data.Preparing.Splitting;

/// <summary>
/// The keyed hash and length of every document that is to be divided, in bounded memory: of more than two million documents the rest is
/// sorted on disk, 24 bytes each. Documents with the same text have the same hash; different ones that share it by chance only end up in the
/// same split.
/// </summary>
/// <param name="seed">The key of the hash: another seed, another order of the documents.</param>
/// <param name="folder">Where temporary files go.</param>
/// <param name="most">The most documents in memory.</param>
internal sealed class DocumentTable(long seed, string folder, int most = 1 << 21) : IDisposable
{
    private readonly KeyedSort<Entry> _documents = new(most, folder);
    private readonly DocumentHash _hash = new(seed);
    private long _length;
    private bool _isOpen;

    /// <summary>The number of documents.</summary>
    public long Count => _documents.Count;

    /// <summary>The characters of all documents.</summary>
    public long Characters { get; private set; }

    /// <summary>Whether no document has more than white space.</summary>
    public bool HasNoText { get; private set; } = true;

    /// <summary>How many temporary files were written.</summary>
    public int Spills => _documents.Spills;

    /// <summary>Takes the next piece of the corpus.</summary>
    public void Add(TextPiece piece)
    {
        if (piece.StartsDocument)
            Complete();
        _isOpen = true;
        _length += piece.Text.Length;
        _hash.Add(piece.Divided);
    }

    /// <summary>Ends the last document; call once, after the last piece.</summary>
    public void Complete()
    {
        if (!_isOpen)
            return;
        var hasText = _hash.TryTake(out var hash);
        // A complement is below zero, also that of an empty document.
        _documents.Add(hash, new Entry(Count, hasText ? _length : ~_length));
        HasNoText &= !hasText;
        Characters += _length;
        (_length, _isOpen) = (0, false);
    }

    /// <summary>The different documents by rising hash.</summary>
    public IEnumerable<DistinctDocument> Distinct()
    {
        DistinctDocument? open = null;
        foreach (var (hash, entry) in _documents.Read())
        {
            if (open is { } before && before.Hash != hash)
            {
                yield return before;
                open = null;
            }
            open = new DistinctDocument(hash, (open?.Length ?? 0) + entry.Length, entry.HasText);
        }
        if (open is { } last)
            yield return last;
    }

    /// <summary>The number of every document in the corpus, by rising hash.</summary>
    public IEnumerable<(ulong Hash, long Number)> Numbers() => _documents.Read().Select(document => (document.Key, document.Count.Number));

    /// <inheritdoc/>
    public void Dispose() => _documents.Dispose();

    private readonly record struct Entry(long Number, long Signed)
    {
        public bool HasText => Signed >= 0;

        public long Length => HasText ? Signed : ~Signed;
    }
}

/// <summary>All copies of one document.</summary>
/// <param name="Hash">Their hash.</param>
/// <param name="Length">The characters of all copies together.</param>
/// <param name="HasText">Whether it has more than white space.</param>
internal readonly record struct DistinctDocument(ulong Hash, long Length, bool HasText);
