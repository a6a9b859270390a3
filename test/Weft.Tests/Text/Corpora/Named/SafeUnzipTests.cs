using System.IO.Compression;
using Weft.Tests.Support;
using Weft.Text.Corpora.Named;

namespace Weft.Tests.Text.Corpora.Named;

public sealed class SafeUnzipTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Only_the_wanted_files_are_unpacked()
    {
        var archive = Zips.Write(_folder.File("a.zip"), ("corpus/", ""), ("corpus/one.txt", "one"), ("corpus/two.txt", "two"));
        var target = Directory.CreateDirectory(_folder.File("out")).FullName;
        SafeUnzip.Extract(archive, target, ["two.txt"], new());

        Assert.Equal("two", File.ReadAllText(Assert.Single(Directory.GetFileSystemEntries(target))));
    }

    [Theory]
    [InlineData("../out.txt")]
    [InlineData("a/../../out.txt")]
    [InlineData("/etc/out.txt")]
    [InlineData("C:/out.txt")]
    [InlineData("..\\out.txt")]
    public void A_path_that_leaves_the_folder_is_refused(string name)
    {
        var archive = Zips.Write(_folder.File("a.zip"), ("one.txt", "one"), (name, "bad"));

        Assert.Equal($"{archive} holds a path that leaves its folder: '{name}'. Nothing was unpacked.", Refused(archive));
        Assert.Equal([archive], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_link_is_refused()
    {
        var archive = _folder.File("a.zip");
        using (var zip = ZipFile.Open(archive, ZipArchiveMode.Create))
            zip.CreateEntry("one.txt").ExternalAttributes = unchecked((int)0xA1FF0000);

        Assert.Equal($"{archive} holds a link: 'one.txt'. Nothing was unpacked.", Refused(archive));
    }

    [Fact]
    public void Too_many_files_are_refused()
    {
        var archive = Zips.Write(_folder.File("a.zip"), ("one.txt", ""), ("two.txt", ""), ("three.txt", ""));

        Assert.Equal($"{archive} holds 3 files; at most 2 are allowed.", Refused(archive, new() { Entries = 2 }));
    }

    [Fact]
    public void A_bomb_is_stopped_at_the_ratio()
    {
        var archive = Zips.Write(_folder.File("a.zip"), ("one.txt", new string('a', 5_000_000)));

        Assert.Equal($"{archive}: 'one.txt' cannot be unpacked: it unpacks to more than 1,048,576 bytes.", Refused(archive));
    }

    [Fact]
    public void A_large_file_is_stopped_at_the_limit()
    {
        var archive = Zips.Write(_folder.File("a.zip"), ("one.txt", new string('a', 500_000)));

        Assert.Equal($"{archive}: 'one.txt' cannot be unpacked: it unpacks to more than 1,000 bytes.", Refused(archive, new() { Bytes = 1000 }));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var archive = Zips.Write(_folder.File("a.zip"), ("two.txt", "two"));

        Assert.Equal($"{archive} does not hold one.txt.", Refused(archive));
    }

    [Fact]
    public void A_file_that_is_no_archive_is_named()
    {
        var archive = _folder.Write("a.zip", "this is not an archive");

        Assert.StartsWith($"{archive} is not a whole zip archive: ", Refused(archive), StringComparison.Ordinal);
    }

    private string Refused(string archive, UnzipLimits? limits = null) =>
        Assert.Throws<InvalidDataException>(() => SafeUnzip.Extract(archive, _folder.Path, ["one.txt"], limits ?? new())).Message;
}
