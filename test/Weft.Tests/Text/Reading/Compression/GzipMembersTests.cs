using Weft.Tests.Support;
using Weft.Text.Reading;

namespace Weft.Tests.Text.Reading.Compression;

public sealed class GzipMembersTests : IDisposable
{
    private static readonly byte[] First = Documents.Gzip(Documents.Bytes(string.Concat(Enumerable.Range(0, 9_000).Select(i => $"line {i * i}\n"))));
    private static readonly byte[] Second = Documents.Gzip("the end\n"u8.ToArray());
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Members_one_after_another_are_one_text() =>
        Assert.EndsWith("line 80982001\nthe end\nthe end\n", Read([.. First, .. Documents.Gzip([]), .. Second, .. Second]), StringComparison.Ordinal);

    // An empty member's checksum and size are zeros, and so is the last of its packed bytes.
    [Theory]
    [InlineData("empty first", "the end\n")]
    [InlineData("first empty", "the end\n")]
    [InlineData("first empty first", "the end\nthe end\n")]
    [InlineData("empty empty first empty empty first empty", "the end\nthe end\n")]
    [InlineData("first empty padding", "the end\n")]
    [InlineData("empty empty", "")]
    public void Empty_members_may_stand_anywhere(string members, string text)
    {
        byte[] PartOf(string name) => name switch
        {
            "first" => Second,
            // As gzip packs nothing.
            "empty" => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            _ => new byte[600],
        };

        Assert.Equal(text, Read([.. members.Split(' ').SelectMany(PartOf)]));
    }

    [Fact]
    public void After_an_empty_member_other_bytes_are_an_error_with_their_byte()
    {
        byte[] empty = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

        Assert.Contains($"at byte {Second.Length + 20}, something follows that is neither packed nor padding", Refused([.. Second, .. empty, 7, 7, 7]));
    }

    [Fact]
    public void Zeros_after_the_last_member_are_padding() => Assert.Equal("the end\n", Read([.. Second, .. new byte[70_000]]));

    [Fact]
    public void A_header_with_name_comment_extra_field_and_checksum_is_passed_over()
    {
        byte[] header = [0x1F, 0x8B, 8, 0x1E, 0, 0, 0, 0, 0, 3, 3, 0, 1, 2, 3, .. "name\0"u8, .. "comment\0"u8, 9, 9];

        Assert.Equal("the end\n", Read([.. header, .. Second[10..]]));
    }

    [Fact]
    public void A_second_member_whose_beginning_is_damaged_is_an_error_with_its_byte()
    {
        byte[] damaged = [.. Second];
        damaged[0] ^= 1;

        Assert.Contains($"at byte {First.Length} it does not go on like one", Refused([.. First, .. damaged]));
    }

    [Fact]
    public void Other_bytes_after_padding_are_an_error_with_their_byte() =>
        Assert.Contains($"at byte {Second.Length + 5}, something follows that is neither packed nor padding", Refused([.. Second, .. new byte[5], 7]));

    [Theory]
    [InlineData(-1)]
    [InlineData(-6)]
    [InlineData(-12)]
    public void A_damaged_end_of_a_member_is_an_error(int fromEnd)
    {
        byte[] damaged = [.. First];
        damaged[^-fromEnd] ^= 0x10;

        Assert.Contains("damaged", Refused([.. damaged, .. Second]));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(20)]
    public void A_second_member_that_was_cut_off_is_an_error(int left) => Refused([.. First, .. Second[..left]]);

    private string Read(byte[] bytes) => string.Concat(Documents.Pieces(_folder.WriteBytes("a.txt.gz", bytes), TextFormat.Text).Select(piece => piece.Text));

    private string Refused(byte[] bytes)
    {
        var path = _folder.WriteBytes("bad.txt.gz", bytes);
        var error = Documents.Message(() => Documents.Pieces(path, TextFormat.Text));
        Assert.StartsWith($"{path} is not a whole gzip file: ", error, StringComparison.Ordinal);
        return error;
    }
}
