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
            $"{path} has no column 'body'; it has: id, text. Choose one with --set data.field=NAME.",
            Documents.Message(() => Documents.Read(path, TextFormat.Parquet, new() { Field = "body" })));
    }

    [Fact]
    public async Task A_column_of_numbers_is_an_error()
    {
        var path = await Write(["one"]);

        Assert.Equal(
            $"{path}: the column 'id' does not hold strings. Choose another with --set data.field=NAME.",
            Documents.Message(() => Documents.Read(path, TextFormat.Parquet, new() { Field = "id" })));
    }

    [Fact]
    public void A_file_that_is_not_parquet_is_an_error_that_names_it()
    {
        var path = _folder.Write("a.parquet", "this is not a parquet file at all");

        Assert.StartsWith($"{path} is not a whole Parquet file: ", Documents.Message(() => Documents.Read(path, TextFormat.Parquet)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_official_count_of_tokens_holds_for_WikiText_as_HuggingFace_publishes_it()
    {
        // There a row is a line, and a blank line, which is one blank in the original, is an empty text.
        var lines = Documents.Pieces(Path.Combine(RealData.Path("wikitext-2"), "test.txt.gz"), TextFormat.Text, new() { Documents = DocumentUnit.Line });
        var path = await Write([.. lines.Select(line => string.IsNullOrWhiteSpace(line.Text) ? "" : line.Text)]);
        var pieces = Documents.Pieces(path, TextFormat.Parquet);

        Assert.Equal(245_569, pieces.Sum(piece => 1 + piece.Text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Length));
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
