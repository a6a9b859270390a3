using Parquet;
using Parquet.Schema;
using Weft.Data;
using Weft.Data.Preparing;
using Weft.Tests.Data.Preparing;
using Weft.Tests.Support;
using Weft.Text;
using Weft.Text.Reading;
using Weft.Text.Reading.Records;

namespace Weft.Tests.Text.Reading;

/// <summary>Records with two texts: each is a document of two lines, whose first end-of-text token divides it.</summary>
public sealed class PairReadingTests : IDisposable
{
    private static readonly ReadingOptions Options = new() { Field = "a", Second = "b", Label = "same" };

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("a.csv", "a,b,same\n\"two\nlines \",one,yes\nfine,\" good\",no\n")]
    [InlineData("a.tsv", "b\tsame\ta\none\tyes\ttwo  lines\n good \tno\tfine\n")]
    [InlineData("a.jsonl", "{\"a\":\"two\\nlines\",\"b\":\"one\",\"same\":\"yes\"}\n{\"b\":\"good\\n\",\"a\":\"fine\",\"same\":\"no\"}\n")]
    public void A_pair_is_a_document_of_two_lines(string name, string content)
    {
        var format = Path.GetExtension(name) switch { ".csv" => TextFormat.Csv, ".tsv" => TextFormat.Tsv, _ => TextFormat.JsonLines };
        var pieces = Documents.Pieces(_folder.Write(name, content), format, Options);

        Assert.Equal(["two lines\none\n", "fine\ngood\n"], pieces.Select(piece => piece.Text.Replace("  ", " ", StringComparison.Ordinal)));
        Assert.Equal(["yes", "no"], pieces.Select(piece => piece.Label));
    }

    [Fact]
    public async Task Columns_of_a_Parquet_file_make_pairs_too()
    {
        var path = _folder.File("pairs.parquet");
        DataField<string> first = new("a"), second = new("b"), label = new("same");
        await using (var stream = File.Create(path))
        {
            await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(first, second, label), stream);
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(first, ["one", "two", ""]);
            await group.WriteAsync(second, ["uno", null, "tre"]);
            await group.WriteAsync(label, ["yes", "yes", "yes"]);
        }
        var counts = new ReadingCounts();

        Assert.Equal(["one\nuno\n"], Documents.Read(path, TextFormat.Parquet, Options with { InvalidRecords = InvalidRecords.Skip }));
        Assert.StartsWith($"{path}, row 2: the text 'b' is empty.", Documents.Message(() => Documents.Pieces(path, TextFormat.Parquet, Options, counts)), StringComparison.Ordinal);
        Assert.Equal(
            $"{path} has no column 'c'; it has: a, b, same. Choose one with --set data.second=NAME.",
            Documents.Message(() => Documents.Pieces(path, TextFormat.Parquet, Options with { Second = "c" })));
    }

    [Theory]
    [InlineData("a.csv", "a,b,same\none,,yes\n", ", line 2: the text 'b' is empty. To pass over such records: --set data.invalidRecords=skip.")]
    [InlineData("a.csv", "a,b,same\n  ,one,yes\n", ", line 2: the text 'a' is empty. To pass over such records: --set data.invalidRecords=skip.")]
    [InlineData("a.csv", "a,c,same\none,two,yes\n", " has no column 'b'; it has: a, c, same. Choose one with --set data.second=NAME.")]
    [InlineData("a.jsonl", "{\"a\":\"x\",\"same\":1}\n", ", line 1 has no field 'b'; it has: a, same. Choose one with --set data.second=NAME. To pass over such records: --set data.invalidRecords=skip.")]
    [InlineData("a.jsonl", "{\"a\":\"x\",\"b\":[],\"same\":1}\n", ", line 1: the field 'b' is not a string but an array. To pass over such records: --set data.invalidRecords=skip.")]
    [InlineData("a.jsonl", "{\"a\":\"x\",\"b\":null,\"same\":1}\n", ", line 1: the text 'b' is empty. To pass over such records: --set data.invalidRecords=skip.")]
    public void A_text_that_is_missing_is_an_error_or_passed_over(string name, string content, string message)
    {
        var path = _folder.Write(name, content);
        var format = Path.GetExtension(name) == ".csv" ? TextFormat.Csv : TextFormat.JsonLines;

        Assert.Equal(path + message, Documents.Message(() => Documents.Pieces(path, format, Options)));
        if (message.EndsWith("=skip.", StringComparison.Ordinal))
            Assert.Empty(Documents.Pieces(path, format, Options with { InvalidRecords = InvalidRecords.Skip }));
    }

    [Theory]
    [InlineData("words")]
    [InlineData("bytes")]
    [InlineData("bpe:300")]
    public void Both_texts_end_with_the_end_of_text_token(string tokenizer)
    {
        using var cache = new TemporaryFolder();
        var pairs = FakeCorpus.Official(RecordPair.Join("a b", "c"), RecordPair.Join("a", "b c"), RecordPair.Join("c", "a"));
        using var store = CorpusPreparer.Prepare(pairs, new DataOptions { Tokenizer = tokenizer, Second = "b" }, cache.Path, workers: 1).Open();

        foreach (var split in Enum.GetValues<Split>())
        {
            var ids = new long[store[split].Count];
            store[split].CopyTo(0, ids);
            Assert.Equal(1, store[split].DocumentCount);
            Assert.Equal(2, ids.Count(id => id == store.Vocabulary.EndOfTextId));
            Assert.Equal(store.Vocabulary.EndOfTextId, ids[^1]);
        }
    }

    public void Dispose() => _folder.Dispose();
}
