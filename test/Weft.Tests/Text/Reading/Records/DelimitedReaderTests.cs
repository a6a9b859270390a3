using System.IO.Compression;
using Weft.Tests.Support;
using Weft.Text.Reading;
using Weft.Text.Reading.Records;

namespace Weft.Tests.Text.Reading.Records;

public sealed class DelimitedReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_tsv_row_is_a_line_whatever_quotes_it_has()
    {
        var path = _folder.Write("a.tsv", "id\ttext\n1\tA 5\" pipe\n2\t\"I never said that.\n3\tShe said \"hi\"\r\n4\t\"whole\"\n5\twhy.\"\n");

        Assert.Equal(["A 5\" pipe\n", "\"I never said that.\n", "She said \"hi\"\n", "\"whole\"\n", "why.\"\n"], Documents.Read(path, TextFormat.Tsv));
    }

    [Fact]
    public void Tsv_with_quotes_that_hold_fields_together_is_read_on_request()
    {
        var path = _folder.Write("a.tsv", "text\tid\none, two\t1\n\"quoted\ttab\"\t2\n");

        Assert.Equal(["one, two\n", "quoted\ttab\n"], Documents.Read(path, TextFormat.Tsv, new() { Quotes = FieldQuotes.On }));
    }

    [Fact]
    public void Csv_with_stray_quotes_names_the_remedy_which_helps()
    {
        var path = _folder.Write("a.csv", "id,text\n1,\"one\"x\n2,a 5\" pipe\n");

        var error = Documents.Message(() => Documents.Read(path, TextFormat.Csv));
        Assert.StartsWith($"{path}, line 2 cannot be read: ", error, StringComparison.Ordinal);
        Assert.Contains("--set data.quotes=off", error);
        Assert.Equal(["\"one\"x\n", "a 5\" pipe\n"], Documents.Read(path, TextFormat.Csv, new() { Quotes = FieldQuotes.Off }));
    }

    [Theory]
    [InlineData("id;text\n1;one, two; \n", null)]
    [InlineData("id,text\n1,one; two\n", "one; two\n")]
    [InlineData("id;text\n1;one, two, three, four\n2;\"a;b\"\n", "one, two, three, four\n|a;b\n")]
    [InlineData("id\ttext\n1\tone, two\n", "one, two\n")]
    [InlineData("id|text\n1|one; two\n", "one; two\n")]
    [InlineData("\"id\";\"text\"\n1;one, two\n", "one, two\n")]
    [InlineData("text\none; two\nthree\n", "one; two\n|three\n")]
    [InlineData("sep=;\nid;text\n1;one, two\n", "one, two\n")]
    public void The_header_shows_the_delimiter_of_a_csv_file(string csv, string? documents)
    {
        var path = _folder.Write("a.csv", csv);

        if (documents is null)
            Assert.Contains("line 2 cannot be read", Documents.Message(() => Documents.Read(path, TextFormat.Csv)));
        else
            Assert.Equal(documents.Split('|'), Documents.Read(path, TextFormat.Csv));
    }

    [Theory]
    [InlineData("~", "id~text\n1~one, two\n")]
    [InlineData("tab", "a,b\ttext\n1\tone, two\n")]
    public void A_delimiter_can_be_given(string delimiter, string csv)
    {
        var path = _folder.Write("a.csv", csv);

        Assert.Equal(["one, two\n"], Documents.Read(path, TextFormat.Csv, new() { Delimiter = delimiter }));
    }

    [Fact]
    public void A_column_that_is_there_twice_is_an_error_that_says_where()
    {
        var path = _folder.Write("a.csv", "text,id,text\na,1,b\n");

        Assert.Equal(
            $"{path} has the column 'text' 2 times: columns 1 and 3. Rename all but one in its header.",
            Documents.Message(() => Documents.Read(path, TextFormat.Csv)));
    }

    [Fact]
    public void A_quote_that_is_never_closed_is_an_error_with_its_line_in_bounded_memory()
    {
        var path = _folder.File("a.csv.gz");
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            gzip.Write("id,text\n1,one\n2,\"never closed\n"u8);
            var block = Documents.Bytes(string.Concat(Enumerable.Repeat("3,some words in a row\n", 50_000)));
            for (var i = 0; i < 150; i++)
                gzip.Write(block);
        }
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var error = Documents.Message(() => Documents.Read(path, TextFormat.Csv));
        Assert.StartsWith($"{path}, line 3 cannot be read: from here on a row is longer than 67,108,864 bytes", error, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 600_000_000);
    }

    [Fact]
    public void A_header_without_end_is_refused()
    {
        var path = _folder.Write("a.csv", new string(',', 3_000_000));

        Assert.Contains("line 1 is longer than 1,048,576 characters", Documents.Message(() => Documents.Read(path, TextFormat.Csv)));
    }

    [Fact]
    public void Malformed_rows_are_passed_over_and_counted_on_request()
    {
        var path = _folder.Write("a.csv", "id,text\n1,one\n2,two,more\n3,\"x\"y\n4,four\n5\n");
        var counts = new ReadingCounts();
        var pieces = Documents.Pieces(path, TextFormat.Csv, new() { InvalidRecords = InvalidRecords.Skip }, counts);

        Assert.Equal(["one\n", "four\n"], Documents.Join(pieces));
        Assert.Equal(2, counts.SkippedRecords["with another number of fields than the header"]);
        Assert.Equal(1, counts.SkippedRecords["with stray quotes"]);
    }

    [Fact]
    public void A_quote_that_swallows_the_rest_is_not_passed_over()
    {
        var path = _folder.Write("a.csv", "id,text\n1,one\n2,\"two\n3,three\n");

        Assert.Contains(
            "a quote is opened and not closed up to the end of the file",
            Documents.Message(() => Documents.Read(path, TextFormat.Csv, new() { InvalidRecords = InvalidRecords.Skip })));
    }
}
