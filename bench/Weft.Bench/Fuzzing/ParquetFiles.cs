using Parquet;
using Parquet.Schema;

namespace Weft.Bench.Fuzzing;

/// <summary>Writes small Parquet files.</summary>
internal static class ParquetFiles
{
    private const int Rows = 40;

    /// <summary>A file with two row groups of numbers and texts, some of which are null and many alike.</summary>
    public static byte[] Write(CompressionMethod method) => Task.Run(() => WriteAsync(method)).GetAwaiter().GetResult();

    private static async Task<byte[]> WriteAsync(CompressionMethod method)
    {
        var schema = new ParquetSchema(new DataField<int>("id"), new DataField<string>("text"));
        using var bytes = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(schema, bytes, new ParquetOptions { CompressionMethod = method }))
        {
            for (var group = 0; group < 2; group++)
            {
                using var rows = writer.CreateRowGroup();
                await rows.WriteAsync<int>(schema.DataFields[0], Enumerable.Range(0, Rows).ToArray());
                await rows.WriteAsync(schema.DataFields[1], Enumerable.Range(0, Rows).Select(Text).ToList());
                rows.CompleteValidate();
            }
        }
        return bytes.ToArray();
    }

    private static string? Text(int row) => row % 7 == 0 ? null : $"the cat and the dog number {row % 5} é";
}
