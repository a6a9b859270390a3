using System.Runtime.InteropServices;
using Weft.Text.Reading;

namespace Weft.Data.Preparing.Splitting;

/// <summary>
/// The keyed hash and length of every document that is to be divided, 16 bytes each. Documents with the same text have the same hash;
/// different ones that share it by chance only end up in the same split.
/// </summary>
/// <param name="seed">The key of the hash: another seed, another order of the documents.</param>
internal sealed class DocumentTable(long seed)
{
    private readonly List<ulong> _hashes = [];
    private readonly List<long> _lengths = [];
    private readonly HashSet<ulong> _blank = [];
    private readonly DocumentHash _hash = new(seed);

    /// <summary>The hashes by the documents' order in the corpus.</summary>
    public ReadOnlySpan<ulong> Hashes => CollectionsMarshal.AsSpan(_hashes);

    /// <summary>The lengths in characters by the documents' order in the corpus.</summary>
    public ReadOnlySpan<long> Lengths => CollectionsMarshal.AsSpan(_lengths);

    /// <summary>Whether no document has more than white space.</summary>
    public bool HasNoText => _hashes.TrueForAll(_blank.Contains);

    /// <summary>Whether a document has nothing but white space.</summary>
    public bool IsBlank(ulong hash) => _blank.Contains(hash);

    /// <summary>Takes the next piece of the corpus.</summary>
    public void Add(TextPiece piece)
    {
        if (piece.StartsDocument || _lengths.Count == 0)
        {
            Complete();
            _lengths.Add(0);
        }
        _lengths[^1] += piece.Text.Length;
        _hash.Add(piece.Text);
    }

    /// <summary>Ends the last document; call once, after the last piece.</summary>
    public void Complete()
    {
        if (_hashes.Count == _lengths.Count)
            return;
        if (!_hash.TryTake(out var hash))
            _blank.Add(hash);
        _hashes.Add(hash);
    }
}
