using System.IO.Hashing;
using System.Runtime.InteropServices;
using Weft.Text.Reading;

namespace Weft.Data;

/// <summary>
/// The keyed hash and length of every document of a corpus, 16 bytes each. Documents with the same text have the same hash; different
/// ones that share it by chance only end up in the same split.
/// </summary>
/// <param name="seed">The key of the hash: another seed, another order of the documents.</param>
internal sealed class DocumentTable(long seed)
{
    private readonly List<ulong> _hashes = [];
    private readonly List<long> _lengths = [];
    private readonly XxHash3 _hash = new(seed);
    private int _pendingLineEnds;

    /// <summary>The hashes by the documents' order in the corpus.</summary>
    public ReadOnlySpan<ulong> Hashes => CollectionsMarshal.AsSpan(_hashes);

    /// <summary>The lengths in characters by the documents' order in the corpus.</summary>
    public ReadOnlySpan<long> Lengths => CollectionsMarshal.AsSpan(_lengths);

    /// <summary>Takes the next piece of the corpus.</summary>
    public void Add(TextPiece piece)
    {
        if (piece.StartsDocument || _lengths.Count == 0)
        {
            Complete();
            _lengths.Add(0);
        }
        _lengths[^1] += piece.Text.Length;

        // Line ends at the end of a document tell nothing: the last line of a file may lack one.
        var text = piece.Text.AsSpan().TrimEnd('\n');
        if (!text.IsEmpty)
        {
            for (; _pendingLineEnds > 0; _pendingLineEnds--)
                Append("\n");
            Append(text);
        }
        _pendingLineEnds += piece.Text.Length - text.Length;
    }

    /// <summary>Ends the last document; call once, after the last piece.</summary>
    public void Complete()
    {
        if (_hashes.Count < _lengths.Count)
            _hashes.Add(_hash.GetCurrentHashAsUInt64());
        _hash.Reset();
        _pendingLineEnds = 0;
    }

    private void Append(ReadOnlySpan<char> text) => _hash.Append(MemoryMarshal.AsBytes(text));
}
