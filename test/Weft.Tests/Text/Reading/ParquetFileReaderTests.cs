using Parquet;
using Parquet.Schema;
using Weft.Tests.Support;
using Weft.Text.Reading;

namespace Weft.Tests.Text.Reading;

public sealed class ParquetFileReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_row_is_a_document_and_an_empty_row_a_blank_line()
    {
        var path = await Write(["", " = One = \n", "text", null], ["more\n"]);

        Assert.Equal(["\n", " = One = \n", "text\n", "more\n"], Documents.Read(path, TextFormat.Parquet));
    }

    [Fact]
    public async Task A_missing_column_is_an_error_that_lists_the_columns()
    {
        var path = await Write(["one"]);

        Assert.Equal(
            $"{path} has no column 'body'; it has: id, text. Choose one with text.field.",
            Documents.Message(() => Documents.Read(path, TextFormat.Parquet, new() { Field = "body" })));
    }

    [Fact]
    public async Task A_column_of_numbers_is_an_error()
    {
        var path = await Write(["one"]);

        Assert.Equal(
            $"{path}: the column 'id' does not hold strings. Choose another with text.field.",
            Documents.Message(() => Documents.Read(path, TextFormat.Parquet, new() { Field = "id" })));
    }

    [Fact]
    public void A_file_that_is_not_parquet_is_an_error_that_names_it()
    {
        var path = _folder.Write("a.parquet", "this is not a parquet file at all");

        Assert.StartsWith($"{path} is not a whole Parquet file: ", Documents.Message(() => Documents.Read(path, TextFormat.Parquet)), StringComparison.Ordinal);
    }

    private async Task<string> Write(params string?[][] groups)
    {
        var path = _folder.File("a.parquet");
        var id = new DataField<int>("id");
        var text = new DataField("text", typeof(string), isNullable: true);
        await using var stream = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(id, text), stream);
        foreach (var rows in groups)
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<int>(id, new int[rows.Length].AsMemory());
            await group.WriteAsync(text, rows!);
        }
        return path;
    }
}
