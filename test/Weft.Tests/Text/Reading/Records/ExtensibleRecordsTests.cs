using Weft.Tests.Support;
using Weft.Text.Reading;
using Weft.Text.Reading.Encodings;
using Weft.Text.Reading.Records;
using Weft.Text.Reading.Records.Extending;

namespace Weft.Tests.Text.Reading.Records;

/// <summary>Records that are written again with fields behind their own.</summary>
public sealed class ExtensibleRecordsTests : IDisposable
{
    private static readonly string[] Added = ["kind", "share"];

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("a.csv", "id,text\n1,\"a \"\"b\"\"\"\n2,  plain \n", "id,text,kind,share\n1,\"a \"\"b\"\"\",\"x, \"\"y\"\"\",0.25\n2,  plain ,\"x, \"\"y\"\"\",0.25\n")]
    [InlineData("a.csv", "\"te\"\"xt\",text\n\"1\",\"two\nlines\"\n", "\"te\"\"xt\",text,kind,share\n\"1\",\"two\nlines\",\"x, \"\"y\"\"\",0.25\n")]
    [InlineData("a.csv", "text;id\r\none, two;\"1\"\r\n\r\nthree;\r\n", "text;id;kind;share\none, two;\"1\";\"x, \"\"y\"\"\";0.25\nthree;;\"x, \"\"y\"\"\";0.25\n")]
    [InlineData("a.csv", "\uFEFF\"a\nb\",text\n1,one", "\"a\nb\",text,kind,share\n1,one,\"x, \"\"y\"\"\",0.25\n")]
    [InlineData("a.csv", "sep=|\nid|text\n1|one\n", "id|text|kind|share\n1|one|\"x, \"\"y\"\"\"|0.25\n")]
    [InlineData("a.tsv", "id\ttext\n1\tan \"odd one\n", "id\ttext\tkind\tshare\n1\tan \"odd one\tx, \"y\"\t0.25\n")]
    public void Rows_stay_as_they_are_and_their_new_fields_are_quoted_where_they_must(string name, string before, string after) =>
        Assert.Equal(after, Extended(_folder.Write(name, before), "x, \"y\"", 0.25));

    [Fact]
    public void A_json_line_keeps_its_other_fields_as_they_are_written()
    {
        var path = _folder.Write("a.jsonl", "{\"n\": 1.50, \"text\":\"caf\\u00e9\", \"more\": {\"a\": [1,  2]} } \r\n\n{\"text\":\"ü\"}\n");

        Assert.Equal(
            "{\"n\": 1.50, \"text\":\"caf\\u00e9\", \"more\": {\"a\": [1,  2]},\"kind\":\"ä \\\"b\\\"\",\"share\":0.000001}\n{\"text\":\"ü\",\"kind\":\"ä \\\"b\\\"\",\"share\":0.000001}\n",
            Extended(path, "ä \"b\"", 1e-6));
        Assert.EndsWith("{\"text\":\"ü\",\"kind\":null,\"share\":null}\n", Extended(path, null, null), StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_is_missing_is_an_empty_field() =>
        Assert.Equal("text,kind,share\n\"\",,\none,,\n", Extended(_folder.Write("a.csv", "text\n\"\"\none\n"), null, null));

    [Fact]
    public void A_field_of_a_new_ones_name_is_an_error()
    {
        const string Twice = "has a field 'share' already, which would stand there twice. Rename it, or take it out.";
        var (csv, json) = (_folder.Write("a.csv", "share,text\n1,one\n"), _folder.Write("a.jsonl", "{\"text\":\"one\"}\n{\"text\":\"two\",\"share\":1}\n"));

        Assert.Equal($"{csv} {Twice}", Documents.Message(() => Extended(csv, "x", 1.0)));
        Assert.Equal($"{json}, line 2 {Twice}", Documents.Message(() => Extended(json, "x", 1.0)));
    }

    [Fact]
    public void A_value_that_would_divide_a_field_is_an_error_where_there_are_no_quotes() => Assert.Equal(
        $"{_folder.File("a.tsv")}, line 2: 'x\ty' has the character in it that divides fields, and quotes hold none together there. Give the texts as JSON lines.",
        Documents.Message(() => Extended(_folder.Write("a.tsv", "text\none\n"), "x\ty", 1.0)));

    [Fact]
    public void Errors_name_the_fields_that_are_there_and_no_setting_that_cannot_be_given()
    {
        var csv = _folder.Write("a.csv", "id,body\n1,one\n");
        Assert.Equal($"{csv} has no column 'text'; it has: id, body. Choose one with --field NAME.", Documents.Message(() => Extended(csv, "x", 1.0)));
        var json = _folder.Write("a.jsonl", "{\"id\":1,\"body\":\"one\"}\n");
        Assert.Equal($"{json}, line 1 has no field 'text'; it has: id, body. Choose one with --field NAME.", Documents.Message(() => Extended(json, "x", 1.0)));
        json = _folder.Write("b.jsonl", "{\"text\":\"\\ud800\"}\n");
        Assert.EndsWith("without its other half). Repair it.", Documents.Message(() => Extended(json, "x", 1.0)), StringComparison.Ordinal);
        var bytes = _folder.WriteBytes("c.csv", [.. "text\n"u8, 0xFF, (byte)'\n']);
        Assert.EndsWith("(0xFF). Convert it.", Documents.Message(() => Extended(bytes, "x", 1.0)), StringComparison.Ordinal);
        Assert.EndsWith(" Mend or convert it.", Documents.Message(() => Extended(_folder.Write("d.csv", "text\n\"a\"b\n"), "x", 1.0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Records_without_text_are_left_out_and_counted_where_the_options_say_so()
    {
        var counts = new ReadingCounts();
        var path = _folder.Write("a.jsonl", "{\"text\":null}\nnonsense\n{\"text\":\"\"}\n");

        Assert.Equal("{\"text\":\"\",\"kind\":\"x\",\"share\":1}\n", Extended(path, "x", 1.0, new ReadingOptions { InvalidRecords = InvalidRecords.Skip }, counts));
        Assert.Equal("2 records were passed over: 1 not JSON, 1 with null for 'text'.", ReadingCounts.SkippedOf(counts.SkippedRecords));
    }

    [Fact]
    public void Packed_files_are_read_and_their_position_is_that_of_the_packed_bytes()
    {
        var path = _folder.WriteBytes("a.csv.gz", Documents.Gzip(Documents.Bytes("text\none\n")));
        using var records = ExtensibleRecords.Open(path, TextFormat.Csv, new ReadingOptions { InvalidUtf8 = InvalidUtf8.Fail }, new ReadingCounts(), Added);

        Assert.Equal("one", Assert.Single(records.Read()).Text.Text);
        Assert.Equal(new FileInfo(path).Length, records.Length);
        Assert.Equal(records.Length, records.Position);
    }

    public void Dispose() => _folder.Dispose();

    private static string Extended(string path, object? kind, object? share, ReadingOptions? options = null, ReadingCounts? counts = null)
    {
        var format = path.EndsWith(".csv", StringComparison.Ordinal) ? TextFormat.Csv : path.EndsWith(".tsv", StringComparison.Ordinal) ? TextFormat.Tsv : TextFormat.JsonLines;
        using var records = ExtensibleRecords.Open(path, format, (options ?? new()) with { AreSettings = false }, counts ?? new(), Added);
        return string.Concat(records.Read().Select(record => records.Extend(record, [kind, share]) + "\n").Prepend(records.Header is { } header ? header + "\n" : ""));
    }
}
