using System.Text.Unicode;
using Weft.Foundation;
using Weft.Text.Reading.Encodings;
using Weft.Text.Reading.Records;

namespace Weft.Text.Reading.Columnar;

/// <summary>Reads a column of texts of an Apache Parquet file, one row group at a time.</summary>
internal static class ParquetFileReader
{
    // The row of a blank line, as WikiText is published in Parquet: there a row is a line. Without it the official counts
    // of tokens would not hold.
    private static readonly TextPiece BlankLine = new("\n", StartsDocument: true);

    /// <summary>Reads all rows; an empty text is a blank line, a null is passed over and counted.</summary>
    public static IEnumerable<TextPiece> Read(Stream stream, string path, ReadingOptions options, ReadingCounts counts)
    {
        using var column = Checked(() => new ParquetColumn(stream, path, options.Field), path);
        using var seconds = options.Second is { } name ? Checked(() => new ParquetColumn(stream, path, name, ParquetFooter.SecondSetting), path) : null;
        using var labels = options.Label is { } field ? Checked(() => new ParquetColumn(stream, path, field, ParquetFooter.LabelSetting), path) : null;
        var row = 0L;
        for (var group = 0; group < column.Groups; group++)
        {
            foreach (var (bytes, second, label) in Checked(() => column.Read(group), path).Zip(SecondsOf(group), LabelsOf(group)))
            {
                row++;
                if (bytes is not { } text)
                {
                    counts.Skip($"with null for '{options.Field}'");
                    continue;
                }
                // A blank line has no label.
                if (text.IsEmpty && labels is null && seconds is null)
                    yield return BlankLine;
                var both = RecordPair.With(
                    Decode(text.Span, path, row, options.Field, options, counts), second is { } other ? Decode(other.Span, path, row, options.Second!, options, counts) : null, options);
                var record = RecordLabel.With(both, label, options);
                foreach (var piece in record.OrSkip(record.Text is null ? $"{path}, row {row}" : "", options, counts))
                    yield return piece;
            }
        }

        IEnumerable<ReadOnlyMemory<byte>?> SecondsOf(int group) =>
            seconds is null ? Enumerable.Repeat<ReadOnlyMemory<byte>?>(null, int.MaxValue) : Checked(() => seconds.Read(group), path);

        // Decoded in step with the texts, so that the row is the one that is read.
        IEnumerable<string?> LabelsOf(int group) => labels is null
            ? Enumerable.Repeat<string?>(null, int.MaxValue)
            : Checked(() => labels.ReadLabels(group, bytes => Decode(bytes.Span, path, row + 1, options.Label!, options, counts)), path);
    }

    private static string Decode(ReadOnlySpan<byte> bytes, string path, long row, string field, ReadingOptions options, ReadingCounts counts)
    {
        if (Utf8.IsValid(bytes))
            return StrictUtf8.Encoding.GetString(bytes);
        if (options.InvalidUtf8 == InvalidUtf8.Replace)
            return Utf8Repair.Decode(bytes, counts);
        var at = Utf8Repair.FirstBad(bytes);
        throw new InvalidDataException(
            $"{path}, row {row}: the text in '{field}' is not UTF-8 at byte {at} (0x{bytes[at]:X2}). Convert it, or read on with --invalid-utf8 replace.");
    }

    // The library has exceptions of all kinds for damaged files; what is wrong with the file itself is told as it is.
    private static T Checked<T>(Func<T> read, string path)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not OperationCanceledException && !e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            var what = e is OutOfMemoryException ? "it asks for more memory than there is" : e.Message.ReplaceLineEndings(" ").TrimEnd('.');
            throw new InvalidDataException($"{path} is not a whole Parquet file: {what}. Fetch it again.", e);
        }
    }
}
