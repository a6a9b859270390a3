using Parquet;
using Parquet.Schema;
using Weft.Tests.Support;
using Weft.Text.Reading;
using Weft.Text.Reading.Records;

namespace Weft.Tests.Text.Reading;

/// <summary>The label of a record beside its text, in every format that has fields.</summary>
public sealed class LabelReadingTests : IDisposable
{
    private static readonly ReadingOptions Options = new() { Label = "stars" };

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("a.csv", "stars,text\n5,fine\n\" 1 \",\"two\nlines\"\n5,\n")]
    [InlineData("a.tsv", "text\tstars\nfine\t5\ntwo\t 1 \n\t5\n")]
    [InlineData("a.jsonl", "{\"text\":\"fine\",\"stars\":5}\n{\"stars\":\" 1 \",\"text\":\"two\"}\n{\"text\":\"\",\"stars\":null}\n")]
    public void A_label_stands_beside_the_text(string name, string content)
    {
        var format = Path.GetExtension(name) switch { ".csv" => TextFormat.Csv, ".tsv" => TextFormat.Tsv, _ => TextFormat.JsonLines };
        var pieces = Documents.Pieces(_folder.Write(name, content), format, Options);

        // The last record has no text: it is passed over, whatever its label is.
        Assert.Equal(["5", "1"], pieces.Select(piece => piece.Label));
        Assert.StartsWith("fine", pieces[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("two", pieces[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void All_pieces_of_a_long_text_have_its_label_and_none_without_a_field()
    {
        var path = _folder.Write("a.jsonl", $$"""{"text":"{{string.Concat(Enumerable.Repeat("many words\\n", 9_000))}}","stars":true}""");

        Assert.Equal(4, Documents.Pieces(path, TextFormat.JsonLines, Options).Count(piece => piece.Label == "true"));
        Assert.All(Documents.Pieces(path, TextFormat.JsonLines), piece => Assert.Null(piece.Label));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Labels_of_a_Parquet_file_are_strings_or_whole_numbers(bool isText)
    {
        var path = await WriteParquet(isText ? ["neg", null, " pos "] : null);
        var counts = new ReadingCounts();
        var pieces = Documents.Pieces(path, TextFormat.Parquet, Options with { InvalidRecords = InvalidRecords.Skip }, counts);

        // The third row of each group has no text, the fourth an empty one.
        Assert.Equal(isText ? ["neg", "neg"] : ["-7", "8", "-7", "8"], pieces.Select(piece => piece.Label));
        Assert.Equal(isText ? 2 : 0, counts.SkippedRecords.GetValueOrDefault("without 'stars'"));
        if (isText)
            Assert.StartsWith($"{path}, row 2: the label 'stars' is empty. ", Documents.Message(() => Documents.Pieces(path, TextFormat.Parquet, Options)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_in_which_no_text_may_be_missing_is_read()
    {
        var path = _folder.File("required.parquet");
        var text = new DataField("text", typeof(string), isNullable: false);
        await using (var stream = File.Create(path))
        {
            await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(text), stream);
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(text, ["one", "two"]);
        }

        Assert.Equal(["one\n", "two\n"], Documents.Read(path, TextFormat.Parquet));
    }

    [Fact]
    public async Task A_column_that_holds_no_labels_is_named()
    {
        var path = await WriteParquet(["a", "b", "c"]);

        Assert.Equal(
            $"{path}: the column 'weight' does not hold strings or whole numbers. Choose another with --set data.label=NAME.",
            Documents.Message(() => Documents.Pieces(path, TextFormat.Parquet, new() { Label = "weight" })));
        Assert.Equal(
            $"{path} has no column 'kind'; it has: text, stars, weight. Choose one with --set data.label=NAME.",
            Documents.Message(() => Documents.Pieces(path, TextFormat.Parquet, new() { Label = "kind" })));
    }

    [Theory]
    [InlineData("""{"text":"a"}""", " has no field 'stars'; it has: text. Choose one with --set data.label=NAME.", "without 'stars'")]
    [InlineData("""{"text":"a","stars":null}""", ": the label 'stars' is empty.", "without 'stars'")]
    [InlineData("""{"text":"a","stars":"  "}""", ": the label 'stars' is empty.", "without 'stars'")]
    [InlineData("""{"text":"a","stars":[1]}""", ": the label 'stars' is not a string, a number, true or false but an array.", "whose 'stars' is no label")]
    [InlineData("""{"text":"a","stars":"a\nb"}""", ": the label 'stars' has a line end or another control character.", "with several lines in 'stars'")]
    public void A_record_without_a_label_is_an_error_or_is_passed_over_and_counted(string record, string problem, string reason)
    {
        var path = _folder.Write("a.jsonl", $"{{\"text\":\"b\",\"stars\":1}}\n{record}\n");
        var counts = new ReadingCounts();

        Assert.Equal(
            $"{path}, line 2{problem} To pass over such records: --set data.invalidRecords=skip.",
            Documents.Message(() => Documents.Pieces(path, TextFormat.JsonLines, Options)));
        Assert.Single(Documents.Pieces(path, TextFormat.JsonLines, Options with { InvalidRecords = InvalidRecords.Skip }, counts));
        Assert.Equal(1, counts.SkippedRecords[reason]);
    }

    [Fact]
    public void A_row_without_a_label_is_named_with_its_line()
    {
        var path = _folder.Write("a.csv", "text,stars\n\"a\nb\",1\nc,\nd,2\n");

        Assert.Equal(
            $"{path}, line 4: the label 'stars' is empty. To pass over such records: --set data.invalidRecords=skip.",
            Documents.Message(() => Documents.Pieces(path, TextFormat.Csv, Options)));
        Assert.Equal(["1", "2"], Documents.Pieces(path, TextFormat.Csv, Options with { InvalidRecords = InvalidRecords.Skip }).Select(piece => piece.Label));
        Assert.Equal(
            $"{path} has no column 'kind'; it has: text, stars. Choose one with --set data.label=NAME.",
            Documents.Message(() => Documents.Pieces(path, TextFormat.Csv, new() { Label = "kind" })));
    }

    [Fact]
    public void A_label_that_is_a_text_is_refused()
    {
        var path = _folder.Write("a.tsv", $"text\tstars\na\t{new string('x', 257)}\n");

        Assert.StartsWith(
            $"{path}, line 2: the label 'stars' has 257 characters, more than 256. ", Documents.Message(() => Documents.Pieces(path, TextFormat.Tsv, Options)), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    // Two groups of the texts one, two, three, none, and an empty one; numbers where no labels are given.
    private async Task<string> WriteParquet(string?[]? labels)
    {
        var path = _folder.File("a.parquet");
        var text = new DataField("text", typeof(string), isNullable: true);
        DataField stars = labels is null ? new DataField<long>("stars") : new DataField("stars", typeof(string), isNullable: true);
        var weight = new DataField<double>("weight");
        await using var stream = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(text, stars, weight), stream);
        for (var i = 0; i < 2; i++)
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(text, ["one", "two", null, ""]);
            if (labels is null)
                await group.WriteAsync<long>(stars, new long[] { -7, 8, 9, 10 }.AsMemory());
            else
                await group.WriteAsync(stars, [.. labels, "last"]);
            await group.WriteAsync<double>(weight, new double[4].AsMemory());
        }
        return path;
    }
}
