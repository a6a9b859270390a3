using Parquet;
using Parquet.Schema;
using Weft.Bench.Fuzzing;
using Weft.Tests.Support;
using Weft.Text.Reading;
using Weft.Text.Reading.Encodings;

namespace Weft.Tests.Text.Reading.Columnar;

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

    [Theory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.Zstd)]
    [InlineData(CompressionMethod.Brotli)]
    public void Packed_files_with_nulls_and_repeated_texts_are_read(CompressionMethod method)
    {
        var path = _folder.WriteBytes("a.parquet", ParquetFiles.Write(method));
        var counts = new ReadingCounts();
        var texts = Documents.Join(Documents.Pieces(path, TextFormat.Parquet, counts: counts));

        var group = Enumerable.Range(0, 40).Where(row => row % 7 != 0).Select(row => $"the cat and the dog number {row % 5} é\n");
        Assert.Equal(group.Concat(group), texts);
        Assert.Equal(12, counts.SkippedRecords["with null for 'text'"]);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_an_error_with_file_and_row_or_are_replaced_and_counted()
    {
        var bytes = ParquetFiles.Write(CompressionMethod.None);
        bytes[bytes.AsSpan().IndexOf("number 1 é"u8) + 9] = 0xFF;
        var path = _folder.WriteBytes("bad.parquet", bytes);
        var counts = new ReadingCounts();

        Assert.Equal(
            $"{path}, row 2: the text in 'text' is not UTF-8 at byte 29 (0xFF). Convert it, or read on with --invalid-utf8 replace.",
            Documents.Message(() => Documents.Read(path, TextFormat.Parquet)));
        var texts = Documents.Pieces(path, TextFormat.Parquet, new() { InvalidUtf8 = InvalidUtf8.Replace }, counts);
        Assert.Equal("the cat and the dog number 1 \uFFFD\uFFFD\n", texts[0].Text);
        Assert.Equal(texts.Sum(text => text.Text.Count(character => character == '\uFFFD')), counts.ReplacedSequences);
    }

    [Fact]
    public void Published_files_that_hang_the_library_or_make_it_throw_are_refused()
    {
        foreach (var name in new[] { "parquet-hang.parquet", "parquet-trace1.parquet" })
        {
            var path = RealData.Path("cases/" + name);
            Assert.StartsWith($"{path} is not a whole Parquet file: ", Documents.Message(() => Documents.Read(path, TextFormat.Parquet)), StringComparison.Ordinal);
        }
        var bad = RealData.Path("cases/bad-utf8.parquet");
        Assert.Contains("is not UTF-8 at byte", Documents.Message(() => Documents.Read(bad, TextFormat.Parquet)));
    }

    [Fact]
    public void A_footer_that_claims_more_rows_than_there_are_is_refused()
    {
        var bytes = ParquetFiles.Write(CompressionMethod.None);
        // In the footer 40 is written as 80: Thrift doubles numbers. 0x16 begins a 64-bit field.
        for (var i = bytes.Length - 600; i < bytes.Length - 8; i++)
        {
            if (bytes[i] == 0x16 && bytes[i + 1] == 80)
                bytes[i + 1] = 84;
        }
        var path = _folder.WriteBytes("a.parquet", bytes);

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
