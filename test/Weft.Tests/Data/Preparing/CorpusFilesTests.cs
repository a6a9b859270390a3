using Weft.Data;
using Weft.Data.Preparing;
using Weft.Data.Preparing.Splitting;
using Weft.Data.Store;
using Weft.Tests.Support;
using Weft.Text.Corpora;
using Weft.Text.Reading;

namespace Weft.Tests.Data.Preparing;

public sealed class CorpusFilesTests : IDisposable
{
    private const string Paragraphs = "one\ntwo\n\nthree\n\nfour\nfive\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_file_is_a_document_where_there_are_three()
    {
        Write("a.md", Paragraphs);
        Write("b.md", Paragraphs + "more\n");
        Write("c.md", "other\n");
        var files = Files("");

        Assert.Equal(3, CountDocuments(files));
        Assert.Empty(files.Notes);
    }

    [Theory]
    [InlineData("lines.txt", "one\ntwo\nthree\nfour\n", 4, "1 file makes too few documents to divide: each line is one (data.documents=line).")]
    [InlineData(
        "book.txt", Paragraphs, 3, "1 file makes too few documents to divide: each paragraph, between blank lines, is one (data.documents=blank-line).")]
    [InlineData(
        "wiki.txt", " \n = A = \n \n x\n\ny\n \n = B = \n \n z\n \n = C = \n \n w\n", 3,
        "1 file makes too few documents to divide: each article, which a heading such as ' = Title = ' begins, is one (data.documents=heading).")]
    // Two articles are too few; and so are three paragraphs of which two are the same.
    [InlineData("two.txt", " = A = \n\nx\n\n = B = \n\nx\n", 4, "1 file makes too few documents to divide: each paragraph, between blank lines, is one (data.documents=blank-line).")]
    [InlineData("same.txt", "x\ny\n\nx\ny\n\nz\nw\n", 8, "1 file makes too few documents to divide: each line is one (data.documents=line).")]
    public void One_file_is_divided_by_headings_else_paragraphs_else_lines_and_a_line_tells(string name, string text, int documents, string note)
    {
        Write(name, text);
        var files = Files(name);

        Assert.Equal(documents, CountDocuments(files));
        Assert.Equal([note], files.Notes);
    }

    [Theory]
    [InlineData("book.txt", Paragraphs, 1)]
    [InlineData("wiki.txt", " \n = A = \n \n x\n\ny\n \n = B = \n \n z\n", 2)]
    public void What_is_not_to_be_divided_never_has_too_few_documents(string name, string text, int documents)
    {
        Write(name, text);
        var files = new CorpusFiles(Locate(name), new ReadingOptions(), isWhole: true, stop: TestContext.Current.CancellationToken);

        Assert.Equal(documents, CountDocuments(files));
        Assert.Empty(files.Notes);
    }

    [Fact]
    public void Looking_for_documents_can_be_stopped()
    {
        Write("book.txt", Paragraphs);
        var corpus = Locate("book.txt");
        var gaps = SplitGaps.Of([new SourceRecord("book.txt", TextFormat.Text, null, 1, "")]);

        Assert.Throws<OperationCanceledException>(() => DocumentUnitChoice.Resolve(corpus, new ReadingOptions(), gaps, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Several_files_with_too_few_different_texts_are_divided_as_well()
    {
        Write("a.md", Paragraphs);
        Write("b.md", Paragraphs + "\n");
        Write("c.md", "x\n\ny\n");
        Write("blank.md", " \n\n");
        var files = Files("");

        Assert.Equal(["4 files make too few documents to divide: each paragraph, between blank lines, is one (data.documents=blank-line)."], files.Notes);
        Assert.Equal(9, CountDocuments(files));
    }

    [Fact]
    public void What_was_asked_for_is_not_decided_again()
    {
        Write("a.txt", Paragraphs);
        var files = Files("a.txt", new ReadingOptions { Documents = DocumentUnit.File });

        Assert.Equal(1, CountDocuments(files));
        Assert.Empty(files.Notes);
    }

    [Fact]
    public void Named_splits_leave_files_whole_unless_one_is_to_be_taken_from_train()
    {
        Write("train.txt", Paragraphs);
        Write("valid.txt", "a\n\nb\n");
        Write("test.txt", "c\n\nd\n");
        Assert.Equal(3, CountDocuments(Files("")));

        File.Delete(_folder.File("test.txt"));
        Assert.Equal(5, CountDocuments(Files("")));
        Assert.EndsWith("(data.documents=blank-line).", Assert.Single(Files("").Notes), StringComparison.Ordinal);

        // A part of a split holds documents, and is none itself; what lies in a folder train is.
        Write("train-2.txt", "another\n");
        Assert.Equal(6, CountDocuments(Files("")));
        Assert.StartsWith("2 files make too few documents to divide: each paragraph", Assert.Single(Files("").Notes), StringComparison.Ordinal);
        Write("below/train/a.md", Paragraphs);
        Write("below/train/b.md", "x\n\ny\n");
        Write("below/valid/c.md", "z\n\nw\n");
        Assert.Equal(3, CountDocuments(Files("below")));
    }

    [Fact]
    public void The_same_bytes_divided_into_other_documents_are_another_store()
    {
        foreach (var name in new[] { "a/train-1.txt", "b/train/1.txt" })
            Write(name, Paragraphs);
        foreach (var name in new[] { "a/train-2.txt", "b/train/2.txt" })
            Write(name, "x\n\ny\n");
        foreach (var name in new[] { "a/valid.txt", "b/valid.txt" })
            Write(name, "z\n\nw\n");
        PreparedCorpus Prepare(string folder) => CorpusPreparer.Prepare(Files(folder), new DataOptions(), _folder.File("cache"), workers: 1);

        Assert.NotEqual(Prepare("a").Key, Prepare("b").Key);
        Assert.True(Prepare("b").WasReused);
    }

    [Fact]
    public void Records_are_documents_whatever_lies_beside_them()
    {
        Write("a.jsonl", "{\"text\":\"one\"}\n{\"text\":\"two\"}\n{\"text\":\"three\"}\n");
        Write("b.txt", Paragraphs);
        var files = Files("");

        Assert.Equal(4, CountDocuments(files));
        Assert.Empty(files.Notes);
    }

    [Fact]
    public void A_first_document_too_long_to_be_looked_at_is_one()
    {
        foreach (var name in new[] { "a.txt", "b.txt", "c.txt" })
            Write(name, string.Concat(Enumerable.Repeat($"{name} has many lines\n", 210_000)));

        Assert.Equal(3, CountDocuments(Files("")));
        Write("a.txt", string.Concat(Enumerable.Range(0, 400_000).Select(i => $"line {i}\n")));
        Assert.Equal(["1 file makes too few documents to divide: each line is one (data.documents=line)."], Files("a.txt").Notes);
    }

    private void Write(string name, string text) => _folder.Write(name, text);

    private CorpusFiles Files(string below, ReadingOptions? options = null) => new(Locate(below), options ?? new ReadingOptions());

    private TextCorpus Locate(string below) =>
        CorpusLocator.Locate(_folder.File(below), new CorpusOptions { DataFolder = _folder.Path }, stop: TestContext.Current.CancellationToken);

    private static int CountDocuments(CorpusFiles files) => files.Read(new ReadingCounts()).Count(piece => piece.Piece.StartsDocument);
}
