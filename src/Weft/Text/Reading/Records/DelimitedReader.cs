namespace Weft.Text.Reading.Records;

/// <summary>Reads CSV (RFC 4180) and TSV, as people write them, with a header; the text is one of the columns.</summary>
internal static class DelimitedReader
{
    /// <summary>Reads all rows; empty texts are passed over.</summary>
    public static IEnumerable<TextPiece> Read(TextReader text, string path, TextFormat format, ReadingOptions options, ReadingCounts counts)
    {
        using var rows = new DelimitedRows(text, path, format, options, counts);
        while (rows.Read())
        {
            var record = rows.Record;
            foreach (var piece in record.OrSkip(record.Text is null ? rows.Where : "", options, counts))
                yield return piece;
        }
    }
}
