using Weft.Data.Auditing.Words;
using Weft.Data.Preparing;
using Weft.Foundation;
using Weft.Text.Reading;

namespace Weft.Data.Auditing.Results;

/// <summary>Where words stand: the text is read once more, as far as it has to be.</summary>
internal sealed class Places
{
    private const int LettersShown = 100;

    private readonly Dictionary<long, (string Place, string Text)> _found = [];

    private Places()
    {
    }

    /// <summary>Looks words up.</summary>
    /// <param name="corpus">The text.</param>
    /// <param name="words">Their places among the words of the corpus.</param>
    /// <param name="progress">Hears how far it has come.</param>
    /// <param name="stop">Ends it.</param>
    public static Places Find(ICorpusReader corpus, IEnumerable<long> words, IProgress<WorkProgress>? progress, CancellationToken stop)
    {
        var (places, wanted, next, before) = (new Places(), words.Distinct().Order().ToList(), 0, 0L);
        var list = new List<uint>();
        foreach (var piece in TextTaking.Told(corpus, new ReadingCounts(), progress, "looking for examples"))
        {
            stop.ThrowIfCancellationRequested();
            if (next == wanted.Count)
                break;
            list.Clear();
            WordHashes.Add(piece.Piece.Text, list);
            for (; next < wanted.Count && wanted[next] < before + list.Count; next++)
                places._found[wanted[next]] = LineWith(piece, (int)(wanted[next] - before));
            before += list.Count;
        }
        return places;
    }

    /// <summary>The place of a word and the beginning of its line.</summary>
    public (string Place, string Text) Of(long word) => _found[word];

    private static (string Place, string Text) LineWith(CorpusPiece piece, int word)
    {
        var (text, list) = (piece.Piece.Text, new List<uint>());
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range];
            WordHashes.Add(line, list);
            if (list.Count > word)
                return (piece.Origin.Place(text, range.Start.Value), Shown(line.Trim()));
        }
        throw new InvalidOperationException($"The piece at {piece.Origin.Place(text, 0)} has {list.Count} words, and word {word} was looked for.");
    }

    private static string Shown(ReadOnlySpan<char> line) => line.Length <= LettersShown ? line.ToString() : $"{line[..LettersShown]}...";
}
