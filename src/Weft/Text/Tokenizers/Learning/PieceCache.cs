using System.Collections.Concurrent;

namespace Weft.Text.Tokenizers.Learning;

/// <summary>Remembers the ids of pieces that were met, for all threads: most pieces of a text come again. It takes up to a bound and then keeps what it has.</summary>
internal sealed class PieceCache
{
    private const int MostPieces = 1 << 18;

    private readonly ConcurrentDictionary<string, int[]> _ids = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private int _count;

    public PieceCache() => _bySpan = _ids.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The ids of a piece, or null where it is not known.</summary>
    public int[]? Find(ReadOnlySpan<char> piece) => _bySpan.TryGetValue(piece, out var ids) ? ids : null;

    /// <summary>Remembers a piece while there is room.</summary>
    public void Add(ReadOnlySpan<char> piece, int[] ids)
    {
        if (Volatile.Read(ref _count) < MostPieces && _bySpan.TryAdd(piece, ids))
            Interlocked.Increment(ref _count);
    }
}
