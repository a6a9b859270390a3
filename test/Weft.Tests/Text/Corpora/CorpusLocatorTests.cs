using Weft.Tests.Support;
using Weft.Tests.Text.Reading;
using Weft.Text.Corpora;
using Weft.Text.Reading;

namespace Weft.Tests.Text.Corpora;

public sealed class CorpusLocatorTests : IDisposable
{
    private const string Endings =
        ".txt, .md, .rst, .tex and other text, source code such as .cs and .py, .jsonl, .ndjson, .csv, .tsv, .conllu, .parquet (all but .parquet also with .gz)";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.txt", nameof(TextFormat.Text))]
    [InlineData("A.MD", nameof(TextFormat.Text))]
    [InlineData("wiki.train.tokens", nameof(TextFormat.Text))]
    [InlineData("a.txt.gz", nameof(TextFormat.Text))]
    [InlineData("a.jsonl.gz", nameof(TextFormat.JsonLines))]
    [InlineData("a.csv", nameof(TextFormat.Csv))]
    [InlineData("a.tsv", nameof(TextFormat.Tsv))]
    [InlineData("a.parquet", nameof(TextFormat.Parquet))]
    [InlineData("Program.cs", nameof(TextFormat.Text))]
    [InlineData("main.py", nameof(TextFormat.Text))]
    [InlineData("lib.RS", nameof(TextFormat.Text))]
    [InlineData("x.tex.gz", nameof(TextFormat.Text))]
    [InlineData("app.log", nameof(TextFormat.Text))]
    [InlineData("film.srt", nameof(TextFormat.Text))]
    public void A_files_ending_gives_its_format(string name, string format)
    {
        var path = _folder.Write(name, "text");

        Assert.Equal([new TextSource(path, Enum.Parse<TextFormat>(format), null)], Locate(path).Sources);
    }

    [Theory]
    [InlineData("README")]
    [InlineData("page.html")]
    [InlineData("x.unknown.gz")]
    public void A_file_that_is_named_itself_is_read_where_it_is_text(string name)
    {
        var path = name.EndsWith(".gz", StringComparison.Ordinal)
            ? _folder.WriteBytes(name, Documents.Gzip("text"u8.ToArray()))
            : _folder.Write(name, "text é\n");
        var corpus = Locate(path);

        Assert.Equal([new TextSource(path, TextFormat.Text, null)], corpus.Sources);
        Assert.Equal([$"{path} has no ending that Weft knows: it is read as plain text."], corpus.Notes);
    }

    [Theory]
    [InlineData("a.docx", "PK\u0003\u0004")]
    [InlineData("tool", "\u007FELF\u0000")]
    [InlineData("a.parquet.gz", "")]
    public void A_file_that_is_no_text_is_an_error_that_lists_the_known_endings(string name, string text)
    {
        var path = _folder.Write(name, text);

        Assert.Equal(
            $"{path} is not text as far as its name and first bytes tell. Weft reads {Endings}. Unpack or convert it; if it is plain text, rename it to .txt.",
            Refused(path));
    }

    [Fact]
    public void A_JSON_document_is_an_error_with_the_way_to_lines()
    {
        var path = _folder.Write("a.json", "[]");

        Assert.Equal($"{path} is JSON; Weft reads JSON lines, a record a line. Convert it: jq -c '.[]' a.json > a.jsonl", Refused(path));
    }

    [Fact]
    public void A_folder_gives_its_text_files_in_ordinal_order_and_counts_the_others()
    {
        foreach (var name in new[]
        {
            "b/c.md", "b.txt", "B.txt", "x.png", "y.PNG", "z.pdf", ".hidden.txt", ".git/a.txt", ".git/b.txt", "a/deep/d.jsonl", "src/e.cs", "Makefile", "p.html",
        })
        {
            _folder.Write(name, "text");
        }
        _folder.WriteBytes("program", 0x7F, (byte)'E', (byte)'L', (byte)'F', 0);
        var corpus = Locate(_folder.Path);

        Assert.Equal(["B.txt", "Makefile", "a/deep/d.jsonl", "b.txt", "b/c.md", "src/e.cs"], Names(corpus));
        Assert.Equal(
            ["Left out: 6 files (2 .png, 1 .html, 1 .pdf, 1 hidden, 1 without an ending, not text), 1 folder (1 hidden)."], corpus.Notes);
    }

    [Fact]
    public void A_folder_of_text_alone_leaves_nothing_to_say()
    {
        _folder.Write("a.txt", "text");
        _folder.Write("b/c.py", "text");

        Assert.Empty(Locate(_folder.Path).Notes);
    }

    [Fact]
    public void A_folder_without_text_is_an_error_that_lists_the_endings()
    {
        _folder.Write("x.png", "image");

        Assert.Equal(
            $"The folder {_folder.Path} holds no text: no file in it ends with {Endings}.{Environment.NewLine}Left out: 1 file (1 .png).", Refused(_folder.Path));
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
    public void A_glob_leaves_hidden_names_out_unless_it_names_them()
    {
        foreach (var name in new[] { "a.md", ".b.md", ".git/c.md", ".notes/d.md", ".notes/.e.md" })
            _folder.Write(name, "text");

        Assert.Equal(["a.md"], Names(Locate(_folder.File("**/*.md"))));
        Assert.Equal(["Left out: 1 file (1 hidden), 2 folders (2 hidden)."], Locate(_folder.File("**/*.md")).Notes);
        Assert.Equal([".b.md"], Names(Locate(_folder.File(".*.md"))));
        Assert.Equal([".notes/d.md"], Names(Locate(_folder.File(".notes/*.md"))));
        Assert.Equal([".git/c.md", ".notes/d.md"], Names(Locate(_folder.File(".*/*.md"))));
    }

    [Fact]
    public void A_glob_takes_an_ending_that_it_names_itself_where_it_is_text()
    {
        _folder.Write("a.html", "text");
        _folder.Write("b.html", "no\0text");
        _folder.Write("c.xml", "text");

        Assert.Equal(["a.html"], Names(Locate(_folder.File("*.html"))));
        Assert.Equal(["Left out: 1 file (1 .html)."], Locate(_folder.File("*.html")).Notes);
        Assert.Equal("Left out: 3 files (2 .html, 1 .xml).", Refused(_folder.File("*")).Split(Environment.NewLine)[^1]);
    }

    [Fact]
    public void A_glob_that_matches_nothing_is_an_error()
    {
        var pattern = _folder.File("none/*.md");

        Assert.Equal($"No file matches {pattern}. Quote the pattern, so that the shell does not expand it.", Refused(pattern));
        _folder.Write("x.png", "image\0");
        Assert.Equal(
            $"No file that matches {_folder.File("*.png")} holds text. Weft reads {Endings}.{Environment.NewLine}Left out: 1 file (1 .png).",
            Refused(_folder.File("*.png")));
    }

    [Fact]
    public void A_missing_path_is_an_error_that_names_it_in_full_and_the_named_corpora()
    {
        var e = Assert.Throws<FileNotFoundException>(() => Locate("no-such-corpus"));

        Assert.Equal(
            $"There is no file or folder {Path.GetFullPath("no-such-corpus")}. Name a file, a folder, a glob such as 'docs/**/*.md', "
            + "- for standard input, or a corpus: api-docs, shapes, wikitext-2, wikitext-103.",
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
