using Weft.Data.Store;
using Weft.Text.Reading;

namespace Weft.Data.Preparing;

/// <summary>A corpus that is not divided: all of it is one split, whatever splits its files are named after.</summary>
internal sealed class WholeText(ICorpusReader corpus) : ICorpusReader
{
    public IReadOnlyList<SourceRecord> Sources { get; } =
        [.. corpus.Sources.Select(source => source with { OfficialSplit = TokenStoreFiles.WholeText })];

    public DocumentUnit Documents => corpus.Documents;

    public IEnumerable<CorpusPiece> Read(ReadingCounts counts)
    {
        foreach (var piece in corpus.Read(counts))
            yield return piece with { OfficialSplit = TokenStoreFiles.WholeText };
    }
}
