using Weft.Text.Corpora;
using Weft.Text.Corpora.Splits;
using Weft.Text.Reading;

namespace Weft.Data.Preparing.Splitting;

/// <summary>Decides what <see cref="DocumentUnit.Auto"/> is for a corpus that is to be divided; see there for the rule.</summary>
internal static class DocumentUnitChoice
{
    // With the usual share of five percent, one file of this many is a split.
    private const int EnoughFiles = 20;

    // A file whose first document is longer than this counts with that one alone, so that looking never takes long.
    private const int LookedAt = 4_000_000;

    /// <summary>The reading options with what was decided.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="options">The options as the user gave them.</param>
    /// <param name="gaps">The splits that the corpus lacks.</param>
    /// <param name="stop">Ends the looking.</param>
    /// <returns>The options, and a sentence for the user where a file is more than one document.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static (ReadingOptions Options, string? Note) Resolve(TextCorpus corpus, ReadingOptions options, SplitGaps gaps, CancellationToken stop)
    {
        var files = corpus.Sources.Where(source => gaps.Divides(source.OfficialSplit)).ToList();
        var needed = NeededOf(files, gaps.Missing.Count + 1);
        if (options.Documents != DocumentUnit.Auto || gaps.Missing.Count == 0 || !files.Exists(IsText))
            return (options, null);
        if (HasDocuments(needed, files, options, stop))
            return (options, files.Count < needed && files.TrueForAll(IsText) ? Sentence(files.Count, "article, which a heading such as ' = Title = ' begins,", "heading") : null);
        var paragraphs = options with { Documents = DocumentUnit.BlankLine };
        if (HasDocuments(needed, files, paragraphs, stop))
            return (paragraphs, Sentence(files.Count, "paragraph, between blank lines,", "blank-line"));
        var lines = options with { Documents = DocumentUnit.Line };
        return HasDocuments(needed, files, lines, stop) ? (lines, Sentence(files.Count, "line", "line")) : (options, null);
    }

    private static string Sentence(int files, string unit, string value) =>
        $"{files:N0} {(files == 1 ? "file makes" : "files make")} too few documents to divide: each {unit} is one (data.documents={value}).";

    // What is named train.txt or train-1.txt holds documents, and is none itself. Of many such files some can be spared all the same.
    private static int NeededOf(List<TextSource> files, int splits) =>
        files.Count < EnoughFiles && files.TrueForAll(file => SplitName.Of(Path.GetFileName(file.Path)) is not null) ? Math.Max(splits, files.Count + 1) : splits;

    private static bool IsText(TextSource file) => file.Format == TextFormat.Text;

    private static bool HasDocuments(int needed, List<TextSource> files, ReadingOptions options, CancellationToken stop)
    {
        var seen = new HashSet<ulong>();
        var reader = new DocumentReader();
        foreach (var file in files)
        {
            foreach (var hash in FirstDocuments(reader.Read(file, options, new ReadingCounts()), stop))
            {
                if (seen.Add(hash) && seen.Count >= needed)
                    return true;
            }
        }
        return false;
    }

    // The hashes of the documents with text; of a document longer than what is looked at, that of its beginning.
    private static IEnumerable<ulong> FirstDocuments(IEnumerable<TextPiece> pieces, CancellationToken stop)
    {
        var hash = new DocumentHash(seed: 0);
        var characters = 0;
        foreach (var piece in pieces)
        {
            stop.ThrowIfCancellationRequested();
            if (piece.StartsDocument && hash.TryTake(out var before))
                yield return before;
            hash.Add(piece.Text);
            characters += piece.Text.Length;
            if (characters >= LookedAt)
                break;
        }
        if (hash.TryTake(out var last))
            yield return last;
    }
}
