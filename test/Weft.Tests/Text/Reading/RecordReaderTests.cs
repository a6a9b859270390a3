using Weft.Tests.Support;
using Weft.Text.Reading;
using Weft.Text.Reading.Records;

namespace Weft.Tests.Text.Reading;

public sealed class RecordReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_json_line_is_a_document()
    {
        var path = _folder.Write("a.jsonl", """
            {"id": 1, "text": "one\r\ntwo \u00e9"}

            {"text": ""}
            {"text": "three\n"}
            """);

        Assert.Equal(["one\ntwo é\n", "three\n"], Documents.Read(path, TextFormat.JsonLines));
    }

    [Fact]
    public void Packed_json_lines_are_read()
    {
        var path = _folder.WriteBytes("a.jsonl.gz", Documents.Gzip(Documents.Bytes("""{"body": "one"}""")));

        Assert.Equal(["one\n"], Documents.Read(path, TextFormat.JsonLines, new() { Field = "body" }));
    }

    [Theory]
    [InlineData("{\"text\": ", "a.jsonl, line 2 is not valid JSON: ")]
    [InlineData("[1]", "a.jsonl, line 2 is not a JSON object but an array.")]
    [InlineData("{\"a\": 1, \"b\": 2}", "a.jsonl, line 2 has no field 'text'; it has: a, b. Choose one with --set data.field=NAME.")]
    [InlineData("{\"text\": 5}", "a.jsonl, line 2: the field 'text' is not a string but a number.")]
    [InlineData("{\"text\": null}", "a.jsonl, line 2: the field 'text' is not a string but null.")]
    [InlineData("{\"text\": \"a\", \"text\": \"b\"}", "a.jsonl, line 2 is not valid JSON: ")]
    [InlineData("{\"text\": \"\\ud800\"}", "a.jsonl, line 2: its text has half a character")]
    [InlineData("{\"text\": [1]}", "a.jsonl, line 2: the field 'text' is an array, but neither of strings nor of messages")]
    [InlineData("null", "To pass over such records: --set data.invalidRecords=skip.")]
    public void A_bad_json_line_is_an_error_that_names_file_and_line(string line, string error)
    {
        var path = _folder.Write("a.jsonl", "{\"text\": \"good\"}\n" + line + "\n");

        Assert.Contains(error, Documents.Message(() => Documents.Read(path, TextFormat.JsonLines)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_record_comes_in_pieces_of_whole_lines()
    {
        var text = string.Concat(Enumerable.Range(0, 9_000).Select(i => $"line {i}\n")) + new string('x', 50_000);
        var pieces = RecordPieces.Of(text).ToList();

        Assert.Equal(text + "\n", string.Concat(pieces.Select(piece => piece.Text)));
        Assert.Equal([true, false, false, false], pieces.Select(piece => piece.StartsDocument));
        Assert.All(pieces, piece => Assert.EndsWith("\n", piece.Text, StringComparison.Ordinal));
        Assert.All(pieces.SkipLast(1), piece => Assert.InRange(piece.Text.Length, 1, 32_000));
    }

    [Fact]
    public void A_csv_row_is_a_document()
    {
        var path = _folder.Write("a.csv", "id,text\r\n1,\"one, \"\"two\"\"\r\nthree\"\r\n2,\r\n3,four\r\n");

        Assert.Equal(["one, \"two\"\nthree\n", "four\n"], Documents.Read(path, TextFormat.Csv));
    }

    [Fact]
    public void A_missing_column_is_an_error_that_lists_the_columns()
    {
        var path = _folder.Write("a.csv", "id,body\n1,one\n");

        Assert.Equal(
            $"{path} has no column 'text'; it has: id, body. Choose one with --set data.field=NAME.",
            Documents.Message(() => Documents.Read(path, TextFormat.Csv)));
    }

    [Theory]
    [InlineData("1,\"one\n2,two\n")]
    [InlineData("1,one,more\n")]
    [InlineData("1,\"one\"x\n")]
    public void A_malformed_row_is_an_error_that_names_file_and_line(string row)
    {
        var path = _folder.Write("a.csv", "id,text\n" + row);

        Assert.StartsWith($"{path}, line 2 cannot be read: ", Documents.Message(() => Documents.Read(path, TextFormat.Csv)), StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_utf8_in_a_row_names_the_byte()
    {
        var path = _folder.WriteBytes("a.csv", [.. "text\n"u8, 0xFF]);

        Assert.Contains("not UTF-8 at byte 5", Documents.Message(() => Documents.Read(path, TextFormat.Csv)), StringComparison.Ordinal);
    }
}
