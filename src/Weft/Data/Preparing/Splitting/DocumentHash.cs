using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Weft.Data.Preparing.Splitting;

/// <summary>The hash of a document's text, piece by piece: the same however it is cut into pieces, and whether or not its last line ends.</summary>
/// <param name="seed">The key of the hash.</param>
internal sealed class DocumentHash(long seed)
{
    private readonly XxHash3 _hash = new(seed);
    private int _pendingLineEnds;
    private bool _hasText;

    /// <summary>Takes the next piece.</summary>
    public void Add(string piece)
    {
        // Line ends at the end of a document tell nothing: the last line of a file may lack one.
        var text = piece.AsSpan().TrimEnd('\n');
        if (!text.IsEmpty)
        {
            for (; _pendingLineEnds > 0; _pendingLineEnds--)
                Append("\n");
            Append(text);
            _hasText = _hasText || !text.IsWhiteSpace();
        }
        _pendingLineEnds += piece.Length - text.Length;
    }

    /// <summary>Ends the document and makes ready for the next.</summary>
    /// <param name="hash">Its hash.</param>
    /// <returns>Whether the document has more than white space.</returns>
    public bool TryTake(out ulong hash)
    {
        hash = _hash.GetCurrentHashAsUInt64();
        var hasText = _hasText;
        _hash.Reset();
        (_pendingLineEnds, _hasText) = (0, false);
        return hasText;
    }

    private void Append(ReadOnlySpan<char> text) => _hash.Append(MemoryMarshal.AsBytes(text));
}
