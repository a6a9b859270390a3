using Weft.Tests.Support;
using Weft.Text.Corpora;
using Weft.Text.Reading;

namespace Weft.Tests.Text.Corpora;

public sealed class CorpusLocatorTests : IDisposable
{
    private const string Endings =
        ".txt, .text, .md, .rst, .tokens, .raw, .jsonl, .ndjson, .csv, .tsv, .parquet (all but .parquet also with .gz)";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.txt", TextFormat.Text)]
    [InlineData("A.MD", TextFormat.Text)]
    [InlineData("wiki.train.tokens", TextFormat.Text)]
    [InlineData("a.txt.gz", TextFormat.Text)]
    [InlineData("a.jsonl.gz", TextFormat.JsonLines)]
    [InlineData("a.csv", TextFormat.Csv)]
    [InlineData("a.tsv", TextFormat.Tsv)]
    [InlineData("a.parquet", TextFormat.Parquet)]
    public void A_files_ending_gives_its_format(string name, TextFormat format)
    {
        var path = _folder.Write(name, "text");

        Assert.Equal([new TextSource(path, format, null)], Locate(path).Sources);
    }

    [Theory]
    [InlineData("a.docx")]
    [InlineData("a.parquet.gz")]
    [InlineData("README")]
    public void An_unknown_ending_is_an_error_that_lists_the_known(string name)
    {
        var path = _folder.Write(name, "text");

        Assert.Equal(
            $"{path} has an ending that Weft does not know. It reads {Endings}. If it is plain text, rename it to .txt.",
            Refused(path));
    }

    [Fact]
    public void A_folder_gives_its_text_files_in_ordinal_order_without_hidden_ones()
    {
        foreach (var name in new[] { "b/c.md", "b.txt", "B.txt", "x.png", ".hidden.txt", ".git/a.txt", "a/deep/d.jsonl" })
            _folder.Write(name, "text");

        Assert.Equal(["B.txt", "a/deep/d.jsonl", "b.txt", "b/c.md"], Names(Locate(_folder.Path)));
        Assert.Null(Locate(_folder.Path).Note);
    }

    [Fact]
    public void A_folder_without_text_is_an_error_that_lists_the_endings()
    {
        _folder.Write("x.png", "image");

        Assert.Equal($"The folder {_folder.Path} holds no text: no file in it ends with {Endings}.", Refused(_folder.Path));
    }

    [Fact]
    public void A_glob_gives_the_files_that_match()
    {
        foreach (var name in new[] { "docs/a.md", "docs/deep/b.md", "docs/c.txt", "other/d.md" })
            _folder.Write(name, "text");

        Assert.Equal(["docs/a.md", "docs/deep/b.md"], Names(Locate(_folder.File("docs/**/*.md"))));
        Assert.Equal(["docs/a.md"], Names(Locate(_folder.File("docs/*.md"))));
    }

    [Fact]
    public void A_glob_that_matches_nothing_is_an_error()
    {
        var pattern = _folder.File("none/*.md");

        Assert.Equal($"No file matches {pattern}. Quote the pattern, so that the shell does not expand it.", Refused(pattern));
        _folder.Write("x.png", "image");
        Assert.Equal(
            $"No file that matches {_folder.File("*.png")} has an ending that Weft knows: {Endings}.", Refused(_folder.File("*.png")));
    }

    [Fact]
    public void A_missing_path_is_an_error_that_names_it_in_full_and_the_named_corpora()
    {
        var e = Assert.Throws<FileNotFoundException>(() => Locate("no-such-corpus"));

        Assert.Equal(
            $"There is no file or folder {Path.GetFullPath("no-such-corpus")}. Name a file, a folder, a glob such as 'docs/**/*.md', "
            + "- for standard input, or a corpus: api-docs, wikitext-2, wikitext-103.",
            e.Message);
    }

    [Fact]
    public void Files_without_a_byte_are_an_error()
    {
        var path = _folder.Write("a.txt", "");

        Assert.Equal($"{path} is empty: there is not one byte in it.", Refused(path));
        Assert.Equal($"{_folder.Path} is empty: there is not one byte in it.", Refused(_folder.Path));
    }

    [Fact]
    public void Standard_input_is_kept_in_the_data_folder()
    {
        var options = new CorpusOptions { DataFolder = _folder.Path, StandardInput = new MemoryStream("text"u8.ToArray()) };
        var corpus = CorpusLocator.Locate("-", options, stop: TestContext.Current.CancellationToken);

        Assert.Equal("text", File.ReadAllText(Assert.Single(corpus.Sources).Path));
        Assert.Equal("There is no standard input to read. Name a file or folder instead of -.", Refused("-"));
    }

    [Fact]
    public void The_default_corpus_is_there()
    {
        var corpus = Locate("api-docs");

        Assert.Equal(107, corpus.Sources.Count);
        Assert.All(corpus.Sources, source => Assert.Equal(TextFormat.ApiDocs, source.Format));
    }

    private TextCorpus Locate(string source) =>
        CorpusLocator.Locate(source, new CorpusOptions { DataFolder = _folder.Path }, stop: TestContext.Current.CancellationToken);

    private string Refused(string source) => Assert.Throws<InvalidDataException>(() => Locate(source)).Message;

    private IEnumerable<string> Names(TextCorpus corpus) =>
        corpus.Sources.Select(source => Path.GetRelativePath(_folder.Path, source.Path).Replace('\\', '/'));
}
