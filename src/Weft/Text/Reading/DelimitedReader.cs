using CsvHelper;

namespace Weft.Text.Reading;

/// <summary>Reads CSV and TSV with a header (RFC 4180); the text is one of the columns.</summary>
internal static class DelimitedReader
{
    /// <summary>Reads all rows; empty texts are skipped.</summary>
    public static IEnumerable<TextPiece> Read(TextReader text, string path, string column, char separator)
    {
        using var reader = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = separator,
            TrackLineNumbers = true,
            MaxRecordSize = LineReader.LongestLine,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Throw,
        }, leaveOpen: true);
        var index = Checked(() => IndexOf(column, reader.Headers, path), path);
        while (Checked(reader.Read, path))
        {
            foreach (var piece in RecordPieces.Of(reader.GetString(index)))
                yield return piece;
        }
    }

    private static T Checked<T>(Func<T> read, string path)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException e)
        {
            throw new InvalidDataException($"{path}, line {e.LineNumber} cannot be read: {e.Message}", e);
        }
    }

    private static int IndexOf(string column, IReadOnlyList<string> header, string path)
    {
        for (var index = 0; index < header.Count; index++)
        {
            if (header[index] == column)
                return index;
        }
        throw new InvalidDataException(
            $"{path} has no column '{column}'; it has: {string.Join(", ", header)}. Choose one with --set data.field=NAME.");
    }
}
