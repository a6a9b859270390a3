using Weft.Data.Store;
using Weft.Text;

namespace Weft.Data.Preparing.Splitting;

/// <summary>Which splits a corpus lacks, and which documents these are taken from.</summary>
internal sealed class SplitGaps
{
    private SplitGaps(IReadOnlyList<Split> missing) => Missing = missing;

    /// <summary>Validation, test, both or neither, in that order.</summary>
    public IReadOnlyList<Split> Missing { get; }

    /// <summary>Looks at the splits that the files belong to.</summary>
    public static SplitGaps Of(IReadOnlyList<SourceRecord> sources) =>
        new([.. new[] { Split.Validation, Split.Test }.Where(split => sources.All(source => source.OfficialSplit != split))]);

    /// <summary>Whether documents of a file are divided: where a split is missing, those of train and those of no split.</summary>
    /// <param name="official">The split that the corpus's makers put the file into, or null.</param>
    public bool Divides(Split? official) => Missing.Count > 0 && official is null or Split.Train;
}
