using CsCheck;
using Weft.Foundation;
using Weft.Tests.Support;
using Weft.Text.Reading;

namespace Weft.Tests.Text.Reading;

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

                Assert.Equal(text.Replace("\r\n", "\n"), reader.ReadToEnd());
            });

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
}
