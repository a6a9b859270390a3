namespace Weft.Text.Reading;

/// <summary>
/// What counts as one document in a text file, the unit that is never divided between train, validation and test: <c>data.documents</c>.
/// In files of records (JSON lines, CSV, TSV, Parquet) each record is a document whatever is chosen here.
/// </summary>
public enum DocumentUnit
{
    /// <summary>
    /// <see cref="Heading"/> for a file with WikiText's headings in its first 64 kB, <see cref="File"/> for any other. Where that leaves a
    /// corpus that is to be divided fewer different documents than splits, <see cref="BlankLine"/> for all its text files; where these
    /// are too few as well, <see cref="Line"/>. Fewer than twenty files that are named as a split themselves (train.txt, train-1.txt) count
    /// for none, unless they hold more documents than they are. Documents are looked for in the first four million characters of each file, and a line
    /// tells what was chosen.
    /// </summary>
    Auto,

    /// <summary>The whole file.</summary>
    File,

    /// <summary>Paragraphs: blank lines end a document (and belong to the one before them).</summary>
    BlankLine,

    /// <summary>Every line by itself.</summary>
    Line,

    /// <summary>Articles: a WikiText heading of the first level, <c> = Title = </c> between blank lines, begins a document.</summary>
    Heading,
}
