using CsCheck;
using Weft.Foundation;
using Weft.Tests.Support;
using Weft.Text.Reading;
using Weft.Text.Reading.Encodings;

namespace Weft.Tests.Text.Reading.Encodings;

public sealed class Utf8ReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_text_is_given_back_whatever_the_block_size() =>
        Gen.Select(Gen.OneOf("a", "\n", "\r", "\r\n", "é", "漢", "😀", " ", "\ufeff").Array[0, 60], Gen.Int[8, 40])
            .Sample((parts, blockBytes) =>
            {
                var text = "x" + string.Concat(parts);
                using var reader = new Utf8Reader(new MemoryStream(StrictUtf8.Encoding.GetBytes(text)), "t", new(), new(), blockBytes);

                Assert.Equal(Plain(text), reader.ReadToEnd());
            });

    [Fact]
    public void A_byte_order_mark_goes_wherever_texts_were_joined_and_stays_where_it_is_a_word()
    {
        var path = _folder.Write("joined.txt", "\ufeffone\n\ufefftwo\ufeffthree \ufefffour W \ufeff / 5\n\ufeff six");

        Assert.Equal("one\ntwothree four W \ufeff / 5\n six", string.Concat(Documents.Pieces(path, TextFormat.Text).Select(piece => piece.Text)));
    }

    [Fact]
    public void A_lone_carriage_return_ends_a_line()
    {
        var path = _folder.Write("mac.txt", "one\rtwo\r\rthree\r\n\rfour\r");

        Assert.Equal("one\ntwo\n\nthree\n\nfour\n", string.Concat(Documents.Pieces(path, TextFormat.Text).Select(piece => piece.Text)));
    }

    [Theory]
    [InlineData("utf-16", "UTF-16LE")]
    [InlineData("utf-16BE", "UTF-16BE")]
    [InlineData("utf-32", "UTF-32LE")]
    [InlineData("utf-32BE", "UTF-32BE")]
    public void Wide_text_without_a_mark_is_an_error_that_says_how_to_convert(string name, string shown)
    {
        foreach (var text in new[] { "The quick fox jumped.\n", "Быстрая лиса прыгает через собаку.\n\nИ ещё раз.\n" })
        {
            var path = _folder.WriteBytes("wide.txt", System.Text.Encoding.GetEncoding(name).GetBytes(text));
            foreach (var invalid in Enum.GetValues<InvalidUtf8>())
            {
                Assert.Equal(
                    $"{path} is {shown} (without a byte-order mark, as its zero bytes show); Weft reads UTF-8. Convert it: iconv -f {shown} -t UTF-8 IN > OUT",
                    Documents.Message(() => Documents.Read(path, TextFormat.Text, new() { InvalidUtf8 = invalid })));
            }
        }
    }

    [Fact]
    public void Utf32_with_a_mark_is_not_taken_for_utf16()
    {
        var path = _folder.WriteBytes("wide.txt", [.. System.Text.Encoding.UTF32.GetPreamble(), .. System.Text.Encoding.UTF32.GetBytes("hello")]);

        Assert.StartsWith($"{path} is UTF-32 (it begins with that byte-order mark)", Documents.Message(() => Documents.Read(path, TextFormat.Text)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(70_001)]
    public void A_NUL_is_an_error_that_names_the_byte_and_can_be_replaced(int offset)
    {
        var path = _folder.WriteBytes("nul.txt", [.. Enumerable.Repeat((byte)'a', offset), 0, 0, 0, 0]);
        var counts = new ReadingCounts();

        Assert.StartsWith($"{path} has a NUL at byte {offset}, which no text has", Documents.Message(() => Documents.Read(path, TextFormat.Text)), StringComparison.Ordinal);
        Assert.EndsWith("a\uFFFD\uFFFD\uFFFD\uFFFD", Documents.Pieces(path, TextFormat.Text, new() { InvalidUtf8 = InvalidUtf8.Replace }, counts)[^1].Text, StringComparison.Ordinal);
        Assert.Equal(4, counts.ReplacedSequences);
    }

    [Fact]
    public void A_byte_order_mark_is_skipped()
    {
        var path = _folder.WriteBytes("bom.txt", [0xEF, 0xBB, 0xBF, .. "abc"u8]);

        Assert.Equal(["abc"], Documents.Read(path, TextFormat.Text));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(70_000)]
    public void A_bad_byte_is_an_error_that_names_file_and_byte(int offset)
    {
        var path = _folder.WriteBytes("bad.txt", [.. Enumerable.Repeat((byte)'a', offset), 0xC3, (byte)'b']);

        Assert.Equal(
            $"{path} is not UTF-8 at byte {offset} (0xC3). Convert it, or read on with --invalid-utf8 replace.",
            Documents.Message(() => Documents.Read(path, TextFormat.Text)));
    }

    [Fact]
    public void A_bad_byte_of_a_packed_file_is_counted_in_the_unpacked_text()
    {
        var path = _folder.WriteBytes("bad.txt.gz", Documents.Gzip([.. Enumerable.Repeat((byte)'a', 5000), 0xFF]));

        Assert.Contains("not UTF-8 at byte 5000 (0xFF)", Documents.Message(() => Documents.Read(path, TextFormat.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_sequences_can_be_replaced_and_are_counted()
    {
        var path = _folder.WriteBytes("bad.txt", (byte)'a', 0xFF, (byte)'b', 0xE6, 0xBC, (byte)'c', 0xF0, 0x9F);
        var counts = new ReadingCounts();
        var pieces = Documents.Pieces(path, TextFormat.Text, new() { InvalidUtf8 = InvalidUtf8.Replace }, counts);

        Assert.Equal("a\uFFFDb\uFFFDc\uFFFD", string.Concat(pieces.Select(piece => piece.Text)));
        Assert.Equal(3, counts.ReplacedSequences);
    }

    [Fact]
    public void Utf16_is_an_error_that_says_how_to_convert()
    {
        var path = _folder.WriteBytes("wide.txt", Documents.Utf16("hello"));

        Assert.Equal(
            $"{path} is UTF-16 (it begins with that byte-order mark); Weft reads UTF-8. Convert it: iconv -f UTF-16 -t UTF-8 IN > OUT",
            Documents.Message(() => Documents.Read(path, TextFormat.Text)));
    }

    [Fact]
    public void A_cut_off_gzip_file_is_an_error_that_names_it()
    {
        var whole = Documents.Gzip([.. Enumerable.Range(0, 10_000).Select(i => (byte)('a' + i * i % 23))]);
        var path = _folder.WriteBytes("cut.txt.gz", whole[..(whole.Length / 2)]);

        Assert.StartsWith($"{path} is not a whole gzip file: ", Documents.Message(() => Documents.Read(path, TextFormat.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_gzip_is_an_error_that_names_it()
    {
        var path = _folder.Write("plain.txt.gz", "this is plain text");

        Assert.StartsWith($"{path} is not a whole gzip file: ", Documents.Message(() => Documents.Read(path, TextFormat.Text)), StringComparison.Ordinal);
    }

    // The rule in other words, character by character.
    private static string Plain(string text)
    {
        text = text.Replace("\r\n", "\n").Replace('\r', '\n');
        var kept = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var isWord = kept.Length > 0 && kept[^1] == ' ' && i + 1 < text.Length && text[i + 1] == ' ';
            if (text[i] != '\ufeff' || isWord)
                kept.Append(text[i]);
        }
        return kept.ToString();
    }
}
