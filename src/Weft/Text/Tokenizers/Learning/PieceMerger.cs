using Microsoft.ML.Tokenizers;
using Weft.Foundation.Counting;

namespace Weft.Text.Tokenizers.Learning;

/// <summary>
/// Merges the bytes of a piece and remembers the ids, since most pieces of a text come again: up to a bound, and then it keeps what it has.
/// Not for several threads; each has its own, since the model locks what it remembers itself.
/// </summary>
/// <param name="model">What merges.</param>
internal sealed class PieceMerger(BpeTokenizer model)
{
    /// <summary>Bounds the memory: about 20 MB when it is full.</summary>
    private const int MostPieces = 1 << 18;

    private readonly SpanTable<Ids> _known = new();
    private readonly List<int> _ids = [];

    /// <summary>Appends the ids of a piece.</summary>
    public void Encode(ReadOnlySpan<char> piece, List<int> ids)
    {
        if (_known.TryGet(piece, out var known))
        {
            for (var i = 0; i < known.Count; i++)
                ids.Add(_ids[known.Start + i]);
            return;
        }
        var merged = model.EncodeToIds(piece, considerPreTokenization: false, considerNormalization: false);
        ids.AddRange(merged);
        if (_known.Count == MostPieces)
            return;
        _known.GetOrAdd(piece) = new Ids(_ids.Count, merged.Count);
        _ids.AddRange(merged);
    }

    private readonly record struct Ids(int Start, int Count);
}
