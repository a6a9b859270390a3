namespace Weft.Text.Reading;

/// <summary>How files become documents.</summary>
public sealed record ReadingOptions
{
    /// <summary>The field of a JSON line, or the column of a CSV, TSV or Parquet file, that holds the text.</summary>
    public string Field { get; init; } = "text";

    /// <summary>What counts as one document in a text file; records of other formats are always one document each.</summary>
    public DocumentUnit Documents { get; init; }

    /// <summary>What to do with bytes that are not UTF-8.</summary>
    public InvalidUtf8 InvalidUtf8 { get; init; }
}
