using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace Weft.Data.Auditing.Words;

/// <summary>The words and lines of some pieces of text.</summary>
internal sealed class PieceWords
{
    private readonly List<int> _firstLines = [];
    private readonly List<int> _firstWords = [];
    private readonly List<AuditedLine> _lines = [];
    private readonly List<uint> _words = [];
    private IReadOnlyList<Preparing.CorpusPiece> _pieces = [];

    /// <summary>The pieces, each with its words and those of its lines that have any; places in these count from the piece's first word on.</summary>
    public IEnumerable<(Preparing.CorpusPiece Piece, ReadOnlyMemory<uint> Words, ReadOnlyMemory<AuditedLine> Lines)> Pieces()
    {
        var (words, lines) = (_words.ToArray(), _lines.ToArray());
        for (var i = 0; i < _pieces.Count; i++)
        {
            var (word, line) = (_firstWords[i], _firstLines[i]);
            var (wordEnd, lineEnd) = i + 1 < _pieces.Count ? (_firstWords[i + 1], _firstLines[i + 1]) : (words.Length, lines.Length);
            yield return (_pieces[i], words.AsMemory(word..wordEnd), lines.AsMemory(line..lineEnd));
        }
    }

    /// <summary>Takes pieces apart.</summary>
    public static PieceWords Of(IReadOnlyList<Preparing.CorpusPiece> pieces)
    {
        var taken = new PieceWords { _pieces = pieces };
        foreach (var piece in pieces)
            taken.Add(piece.Piece.Text);
        return taken;
    }

    private void Add(string text)
    {
        _firstLines.Add(_lines.Count);
        _firstWords.Add(_words.Count);
        var first = _words.Count;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range].Trim();
            var begin = _words.Count;
            WordHashes.Add(line, _words);
            if (_words.Count == begin)
                continue;
            var words = CollectionsMarshal.AsSpan(_words)[begin..];
            _lines.Add(new AuditedLine(
                XxHash3.HashToUInt64(MemoryMarshal.AsBytes(line)), begin - first, Languages.Count(words), Document: 0, words.Length,
                Ascii.IsValid(line) ? Script.Latin : Scripts.Of(line), LineLook.TraitsOf(line)));
        }
    }
}
