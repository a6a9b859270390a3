using Weft.Data.Preparing;
using Weft.Data.Store;
using Weft.Foundation;
using Weft.Text;
using Weft.Text.Reading;

namespace Weft.Tests.Data.Preparing;

/// <summary>A corpus in memory. Documents longer than 40 characters come in pieces of whole lines, as the real reader gives them.</summary>
internal sealed class FakeCorpus(IReadOnlyList<(string Text, Split? Split)> documents, IReadOnlyList<string>? labels = null) : ICorpusReader
{
    private const int PieceLength = 40;

    public int Reads { get; private set; }

    public DocumentUnit Documents => DocumentUnit.File;

    public IReadOnlyList<SourceRecord> Sources { get; } = [.. documents
        .GroupBy(document => document.Split)
        .Select(group => new SourceRecord(
            $"{group.Key}.txt", TextFormat.Text, group.Key, group.Sum(document => document.Text.Length),
            Hashes.Sha256(string.Join('\0', group.Select(document => document.Text)))))];

    public static FakeCorpus Of(params IEnumerable<string> documents) => new([.. documents.Select(text => (text, (Split?)null))]);

    public static FakeCorpus Official(string train, string validation, string test) =>
        new([(train, Split.Train), (validation, Split.Validation), (test, Split.Test)]);

    /// <summary>The same documents with labels.</summary>
    public FakeCorpus Labelled(params IReadOnlyList<string> names) => new(documents, names);

    public IEnumerable<CorpusPiece> Read(ReadingCounts counts)
    {
        Reads++;
        foreach (var (index, (text, split)) in documents.Index())
        {
            var starts = true;
            var origin = new PieceOrigin("fake.txt", 0, 1);
            foreach (var piece in Pieces(text))
            {
                counts.Bytes += piece.Length;
                yield return new CorpusPiece(new TextPiece(piece, starts, labels?[index]), split, origin);
                origin = origin with { Line = origin.Line + piece.Count('\n') };
                starts = false;
            }
        }
    }

    private static IEnumerable<string> Pieces(string text)
    {
        while (text.Length > PieceLength)
        {
            var end = text.IndexOf('\n', PieceLength);
            if (end < 0)
                break;
            yield return text[..(end + 1)];
            text = text[(end + 1)..];
        }
        if (text.Length > 0)
            yield return text;
    }
}
