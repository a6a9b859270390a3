using System.Runtime.InteropServices;
using Weft.Foundation;
using Weft.Text.Vocabularies;

namespace Weft.Text.Tokenizers.Learning;

/// <summary>The tokens of every different piece of the training text, as far as they are merged; begins with bytes.</summary>
internal sealed class PieceTokens
{
    private readonly List<int> _tokens = [];
    private readonly List<Piece> _pieces = [];
    private readonly PairTable _pairs;

    /// <summary>Takes the pieces in.</summary>
    /// <param name="pieces">The pieces and how often each occurs.</param>
    /// <param name="pairs">Where pairs of neighbours are counted.</param>
    public PieceTokens(WordCounts pieces, PairTable pairs)
    {
        _pairs = pairs;
        Span<byte> bytes = stackalloc byte[3 * PieceSplitter.MaximumLength];
        foreach (var (text, count) in pieces.Entries)
        {
            var length = StrictUtf8.Encoding.GetBytes(text.Span, bytes);
            if (length < 2)
                continue;
            var piece = new Piece(_tokens.Count, length, count);
            foreach (var value in bytes[..length])
                _tokens.Add(ByteSymbols.IdOf(value));
            _pieces.Add(piece);
            var tokens = TokensOf(piece);
            for (var i = 1; i < tokens.Length; i++)
                pairs.Add(tokens[i - 1], tokens[i], count, _pieces.Count - 1);
        }
        pairs.Queue();
    }

    /// <summary>Makes one token of each occurrence of a pair in a piece, from left to right.</summary>
    public void Merge(int number, int left, int right, int merged)
    {
        ref var piece = ref CollectionsMarshal.AsSpan(_pieces)[number];
        var tokens = TokensOf(piece);
        var kept = 0;
        for (var at = 0; at < tokens.Length; at++)
        {
            if (tokens[at] != left || at + 1 == tokens.Length || tokens[at + 1] != right)
            {
                tokens[kept++] = tokens[at];
                continue;
            }
            // What stands to the left is merged already, what stands to the right is not yet.
            at++;
            _pairs.Add(left, right, -piece.Count, number);
            if (kept > 0)
            {
                _pairs.Add(tokens[kept - 1], left, -piece.Count, number);
                _pairs.Add(tokens[kept - 1], merged, piece.Count, number);
            }
            if (at + 1 < tokens.Length)
            {
                _pairs.Add(right, tokens[at + 1], -piece.Count, number);
                _pairs.Add(merged, tokens[at + 1], piece.Count, number);
            }
            tokens[kept++] = merged;
        }
        piece = piece with { Length = kept };
    }

    private Span<int> TokensOf(Piece piece) => CollectionsMarshal.AsSpan(_tokens).Slice(piece.Start, piece.Length);

    private readonly record struct Piece(int Start, int Length, long Count);
}
