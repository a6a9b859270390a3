using Weft.Foundation;
using Weft.Text.Corpora;
using Weft.Text.Reading;

namespace Weft.Data;

/// <summary>The files of a corpus, to be prepared.</summary>
public sealed class CorpusFiles : ICorpusReader
{
    private readonly TextCorpus _corpus;
    private readonly ReadingOptions _options;

    /// <summary>Hashes the files of a corpus.</summary>
    public CorpusFiles(TextCorpus corpus, ReadingOptions options, IProgress<WorkProgress>? progress = null)
    {
        (_corpus, _options) = (corpus, options);
        Sources =
        [
            .. corpus.Sources.Zip(CorpusFingerprint.Of(corpus, progress), (source, hash) =>
                new SourceRecord(hash.Name, source.Format, source.OfficialSplit, hash.Bytes, hash.Sha256)),
        ];
    }

    /// <inheritdoc/>
    public IReadOnlyList<SourceRecord> Sources { get; }

    /// <inheritdoc/>
    public IEnumerable<CorpusPiece> Read(ReadingCounts counts)
    {
        var reader = new DocumentReader();
        foreach (var source in _corpus.Sources)
        {
            var origin = PieceOrigin.Beginning(source.Path, source.Format);
            TextPiece? before = null;
            foreach (var piece in reader.Read(source, _options, counts))
            {
                origin = before is { } last ? origin.After(last, piece, source.Format) : origin;
                before = piece;
                yield return new CorpusPiece(piece, source.OfficialSplit, origin);
            }
        }
    }
}
