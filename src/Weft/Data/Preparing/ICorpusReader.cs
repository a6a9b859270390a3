using Weft.Data.Store;
using Weft.Text;
using Weft.Text.Reading;

namespace Weft.Data.Preparing;

/// <summary>What the preparation needs to know of a corpus. It is read several times and must be the same each time.</summary>
internal interface ICorpusReader
{
    /// <summary>The files of the corpus, in the order in which they are read; never empty.</summary>
    IReadOnlyList<SourceRecord> Sources { get; }

    /// <summary>What counts as one document in its text files. Where <see cref="DocumentUnit.Auto"/> was decided on, what was decided:
    /// a store prepared with another unit is another store.</summary>
    DocumentUnit Documents { get; }

    /// <summary>Reads the whole corpus once, piece by piece, from one thread.</summary>
    /// <param name="counts">Filled while reading.</param>
    IEnumerable<CorpusPiece> Read(ReadingCounts counts);
}

/// <summary>A stretch of a document and the split that its file belongs to.</summary>
/// <param name="Piece">The text.</param>
/// <param name="OfficialSplit">The split that the corpus's makers put it into, or null.</param>
/// <param name="Origin">Where it stands.</param>
internal readonly record struct CorpusPiece(TextPiece Piece, Split? OfficialSplit, PieceOrigin Origin);
