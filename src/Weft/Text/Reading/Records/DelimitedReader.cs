using CsvHelper;
using Weft.Text.Reading.Encodings;

namespace Weft.Text.Reading.Records;

/// <summary>Reads CSV (RFC 4180) and TSV, as people write them, with a header; the text is one of the columns.</summary>
internal static class DelimitedReader
{
    // The longest header: what is longer is no header, and would become a list of names in memory.
    private const int LongestHeader = 1 << 20;

    /// <summary>Reads all rows; empty texts are passed over.</summary>
    public static IEnumerable<TextPiece> Read(TextReader text, string path, TextFormat format, ReadingOptions options, ReadingCounts counts)
    {
        var head = ReadHead(text, path);
        using var whole = new PrefixedReader(head.AsMemory(), text);
        var quotes = options.Quotes == FieldQuotes.On || (options.Quotes == FieldQuotes.Auto && format == TextFormat.Csv);
        var skip = options.InvalidRecords == InvalidRecords.Skip;
        using var reader = CsvReader.Create(whole, new CsvReaderOptions
        {
            Separator = Delimiters.Of(options.Delimiter, format, head.Split('\n', 2)[0]),
            Mode = quotes ? CsvMode.Rfc4180 : CsvMode.NoEscape,
            TrackLineNumbers = true,
            MaxRecordSize = LineReader.LongestLine,
            MalformedData = skip ? CsvMalformedDataHandling.Skip : CsvMalformedDataHandling.Throw,
            FieldCountMismatch = skip ? CsvFieldCountHandling.Skip : CsvFieldCountHandling.Throw,
            OnMalformedRecord = skip ? record => Skip(record, path, counts) : null,
        }, leaveOpen: true);
        var remedies = Remedies(quotes, skip);
        var index = Checked(() => IndexOf(options.Field, "data.field", reader.Headers, path), path, remedies);
        var label = options.Label is { } column ? IndexOf(column, "data.label", reader.Headers, path) : -1;
        while (Checked(reader.Read, path, remedies))
        {
            var record = RecordLabel.With(reader.GetString(index), label < 0 ? null : reader.GetString(label), options);
            foreach (var piece in record.OrSkip(record.Text is null ? $"{path}, line {reader.LineNumber}" : "", options, counts))
                yield return piece;
        }
    }

    private static string ReadHead(TextReader text, string path)
    {
        var head = new char[1 << 16];
        var length = 0;
        int count;
        while ((count = text.Read(head.AsSpan(length))) > 0)
        {
            length += count;
            if (head.AsSpan(length - count, count).Contains('\n'))
                break;
            if (length > LongestHeader)
                throw new InvalidDataException($"{path}, line 1 is longer than {LongestHeader:N0} characters; it must be a header, the names of the columns.");
            if (length == head.Length)
                Array.Resize(ref head, 2 * head.Length);
        }
        return new string(head, 0, length);
    }

    private static T Checked<T>(Func<T> read, string path, string remedies)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException e)
        {
            throw new InvalidDataException($"{path}, line {e.LineNumber} cannot be read: {Texts(e)}{remedies}", e);
        }
    }

    private static string Texts(CsvFormatException e) => e.Message.Contains(nameof(CsvReaderOptions.MaxRecordSize), StringComparison.Ordinal)
        ? $"from here on a row is longer than {LineReader.LongestLine:N0} bytes; most often a quote is not closed."
        : e.Message;

    private static string Remedies(bool quotes, bool skip) =>
        (quotes ? " Where quotes are ordinary characters: --set data.quotes=off." : "")
        + (skip ? "" : " To pass over such rows: --set data.invalidRecords=skip.");

    private static void Skip(CsvMalformedRecord record, string path, ReadingCounts counts)
    {
        // To pass over this one would be to pass over the rest of the file.
        if (record.Reason == CsvMalformedReason.UnterminatedQuote)
            throw new InvalidDataException($"{path}: a quote is opened and not closed up to the end of the file.{Remedies(quotes: true, skip: true)}");
        counts.Skip(record.Reason == CsvMalformedReason.FieldCountMismatch ? "with another number of fields than the header" : "with stray quotes");
    }

    private static int IndexOf(string column, string setting, IReadOnlyList<string> header, string path)
    {
        var found = Enumerable.Range(0, header.Count).Where(index => header[index] == column).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 when header.Count == 0 => throw new InvalidDataException($"{path} has no header; its first line must name the columns."),
            0 => throw new InvalidDataException($"{path} has no column '{column}'; it has: {string.Join(", ", header)}. Choose one with --set {setting}=NAME."),
            _ => throw new InvalidDataException(
                $"{path} has the column '{column}' {found.Count} times: columns {string.Join(" and ", found.Select(index => index + 1))}. Rename all but one in its header."),
        };
    }
}
