using System.Text.Unicode;
using Weft.Foundation;
using Weft.Text.Reading.Answers;
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
        using var seconds = Open(options.Second, ParquetFooter.SecondSetting);
        using var labels = Open(options.Label, ParquetFooter.LabelSetting);
        using var answers = Open(options.Answer, ParquetFooter.AnswerSetting);
        // Files need not say where answers begin.
        using var starts = options.Start is { } start && column.Has(start) ? Open(start, ParquetFooter.StartSetting) : null;
        var row = 0L;
        for (var group = 0; group < column.Groups; group++)
        {
            var beside = TextsOf(seconds, options.Second, group).Zip(TextsOf(labels, options.Label, group), TextsOf(answers, options.Answer, group)).Zip(TextsOf(starts, options.Start, group));
            foreach (var (bytes, ((second, label, answer), place)) in Checked(() => column.Read(group), path).Zip(beside))
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
                var first = Decode(text.Span, path, row, options.Field, options, counts);
                var record = answers is null ? RecordLabel.With(RecordPair.With(first, second, options), label, options) : Asked(first, second, answer, place, options);
                foreach (var piece in record.OrSkip(record.Text is null ? $"{path}, row {row}" : "", options, counts))
                    yield return piece;
            }
        }

        ParquetColumn? Open(string? name, string setting) => name is null ? null : Checked(() => new ParquetColumn(stream, path, name, setting), path);

        // Decoded in step with the texts, so that the row is the one that is read.
        IEnumerable<string?> TextsOf(ParquetColumn? own, string? name, int group) => own is null
            ? Enumerable.Repeat<string?>(null, int.MaxValue)
            : Checked(() => own.ReadLabels(group, bytes => Decode(bytes.Span, path, row + 1, name!, options, counts)), path);
    }

    private static RecordText Asked(string context, string? question, string? answer, string? place, ReadingOptions options)
    {
        var start = AskedRecord.StartOf(place, out var isNumber);
        return isNumber ? AskedRecord.Of(context, question, [new FoundAnswer(answer ?? "", start)], options) : AskedRecord.NoNumber(options);
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
