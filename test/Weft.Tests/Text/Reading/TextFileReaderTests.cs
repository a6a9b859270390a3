using CsCheck;
using Weft.Tests.Support;
using Weft.Text.Reading;
using Weft.Text.Reading.Encodings;

namespace Weft.Tests.Text.Reading;

public sealed class TextFileReaderTests
{
    private const string Articles = " \n = One = \n \n text\n \n = = Part = = \n \n more\n \n = Two = \n \n end\n";

    [Fact]
    public void Documents_joined_are_the_file_whatever_its_lines_and_blocks() =>
        Gen.Select(
                Gen.OneOf("word", "é", "😀", "\n", "\r\n", "\r", " \n", "\n\n", " = Title = \n", "\n = Title = \n\n", " = = Sub = = \n").Array[0, 40],
                Gen.Enum<DocumentUnit>(),
                Gen.Int[8, 64])
            .Sample((parts, unit, blockBytes) =>
            {
                var text = string.Concat(parts);

                Assert.Equal(text.Replace("\r\n", "\n").Replace('\r', '\n'), string.Concat(Documents.OfText(text, unit, blockBytes)));
            });

    [Fact]
    public void Headings_of_the_first_level_begin_documents() =>
        Assert.Equal(
            [" \n = One = \n \n text\n \n = = Part = = \n \n more\n \n", " = Two = \n \n end\n"],
            Documents.OfText(Articles, DocumentUnit.Heading));

    [Fact]
    public void A_line_that_looks_like_a_heading_but_does_not_stand_between_blank_lines_is_text() =>
        Assert.Single(Documents.OfText(" = One = \n \n table :\n = Goals ; A = \n \n = Wins ; L = \nGoals\n", DocumentUnit.Heading));

    [Fact]
    public void A_heading_as_the_last_line_begins_a_document() =>
        Assert.Equal(["text\n\n", " = Two = "], Documents.OfText("text\n\n = Two = ", DocumentUnit.Heading));

    [Fact]
    public void Blank_lines_belong_to_the_paragraph_before_them() =>
        Assert.Equal(["\n \none\ntwo\n\n\t\n", "three"], Documents.OfText("\n \none\ntwo\n\n\t\nthree", DocumentUnit.BlankLine));

    [Fact]
    public void Every_line_can_be_a_document() =>
        Assert.Equal(["one\n", "\n", "two"], Documents.OfText("one\n\ntwo", DocumentUnit.Line));

    [Fact]
    public void A_file_can_be_one_document() => Assert.Equal([Articles], Documents.OfText(Articles, DocumentUnit.File));

    [Fact]
    public void Headings_are_found_by_themselves()
    {
        Assert.Equal(2, Documents.OfText(Articles, DocumentUnit.Auto).Count);
        Assert.Single(Documents.OfText("one\n\ntwo\n", DocumentUnit.Auto));
    }

    [Fact]
    public void A_long_document_comes_in_pieces_of_whole_lines()
    {
        using var folder = new TemporaryFolder();
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i}\n"));
        var pieces = Documents.Pieces(folder.Write("long.txt", text), TextFormat.Text);

        Assert.Equal(text, string.Concat(pieces.Select(piece => piece.Text)));
        Assert.Equal([0], Enumerable.Range(0, pieces.Count).Where(i => pieces[i].StartsDocument));
        Assert.All(pieces, piece => Assert.InRange(piece.Text.Length, 1, 32_000));
        Assert.All(pieces, piece => Assert.EndsWith("\n", piece.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_line_longer_than_a_piece_is_kept_whole()
    {
        var line = new string('a', 100_000);

        Assert.Equal(["x\n", line + "\n", "y\n"], Documents.OfText($"x\n{line}\ny\n", DocumentUnit.Line));
    }

    [Fact]
    public void A_line_without_end_is_an_error_that_names_file_and_line()
    {
        var lines = new LineReader(new StringReader("one\n" + new string('a', 70_000)), "big.txt", longestLine: 10_000);
        Assert.True(lines.TryRead(out _));

        Assert.Equal(
            "big.txt, line 2 is longer than 10,000 characters. Is it text? Break it into lines.",
            Documents.Message(() => lines.TryRead(out _)));
    }

    [Fact]
    public void The_counts_follow_the_bytes_of_the_files()
    {
        using var folder = new TemporaryFolder();
        var counts = new ReadingCounts();
        Documents.Pieces(folder.Write("one.txt", "é\n"), TextFormat.Text, counts: counts);
        Documents.Pieces(folder.Write("two.txt", "two\n"), TextFormat.Text, counts: counts);

        Assert.Equal(7, counts.Bytes);
    }

    [Fact]
    public void A_missing_file_is_an_error_that_names_it()
    {
        var e = Assert.Throws<FileNotFoundException>(() => Documents.Read("no/such.txt", TextFormat.Text));

        Assert.Equal("There is no file no/such.txt.", e.Message);
    }
}
