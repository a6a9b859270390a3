using Parquet;
using Parquet.Schema;

namespace Weft.Text.Reading;

/// <summary>Reads a string column of an Apache Parquet file, one row group at a time.</summary>
internal static class ParquetFileReader
{
    // The row of a blank line, as WikiText is published in Parquet: there a row is a line. Without it the official counts
    // of tokens would not hold.
    private static readonly TextPiece BlankLine = new("\n", StartsDocument: true);

    // The library gives the one when it reads a file's schema and takes the other when a program declares it.
    private static readonly Type[] StringTypes = [typeof(ReadOnlyMemory<char>), typeof(string)];

    /// <summary>Reads all rows; an empty text is a blank line, a null is skipped.</summary>
    public static IEnumerable<TextPiece> Read(Stream stream, string path, string column)
    {
        var reader = Wait(() => ParquetReader.CreateAsync(stream, leaveStreamOpen: true), path);
        try
        {
            var field = FieldOf(column, reader.Schema, path);
            for (var group = 0; group < reader.RowGroupCount; group++)
            {
                foreach (var text in ReadGroup(reader, group, field, path))
                {
                    if (text is "")
                        yield return BlankLine;
                    foreach (var piece in RecordPieces.Of(text ?? ""))
                        yield return piece;
                }
            }
        }
        finally
        {
            Wait(async () => { await reader.DisposeAsync(); return 0; }, path);
        }
    }

    private static string?[] ReadGroup(ParquetReader reader, int group, DataField field, string path)
    {
        using var rows = reader.OpenRowGroupReader(group);
        var texts = new string?[checked((int)rows.RowCount)];
        Wait(async () => { await rows.ReadAsync(field, texts.AsMemory()!); return 0; }, path);
        return texts;
    }

    private static DataField FieldOf(string column, ParquetSchema schema, string path)
    {
        var found = schema.Fields.FirstOrDefault(field => field.Name == column)
            ?? throw new InvalidDataException(
                $"{path} has no column '{column}'; it has: {string.Join(", ", schema.Fields.Select(field => field.Name))}. "
                + "Choose one with --set data.field=NAME.");
        return found is DataField { IsArray: false } data && StringTypes.Contains(data.ClrType)
            ? data
            : throw new InvalidDataException($"{path}: the column '{column}' does not hold strings. Choose another with --set data.field=NAME.");
    }

    // Parquet.Net is asynchronous only, the readers of this room are synchronous. Waiting is safe: a library of numeric
    // code has no synchronization context to deadlock on, and Task.Run keeps it so under a host that has one.
    private static T Wait<T>(Func<Task<T>> work, string path)
    {
        try
        {
            return Task.Run(work).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is not OutOfMemoryException and not OperationCanceledException)
        {
            throw new InvalidDataException($"{path} is not a whole Parquet file: {e.Message.ReplaceLineEndings(" ")} Fetch it again.", e);
        }
    }
}
