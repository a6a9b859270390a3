using System.Text.Json.Nodes;
using Weft.Foundation;
using Weft.Runtime.Safetensors;
using Weft.Tests.Support;

namespace Weft.Tests.Foundation;

/// <summary>What is no file is refused at once by every reader of Weft's own formats; a pipe would keep them waiting for ever.</summary>
public sealed class RegularFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static bool IsLinux => OperatingSystem.IsLinux();

    [Theory(Skip = "needs Linux", SkipUnless = nameof(IsLinux))]
    [InlineData("pipe", "is a pipe")]
    [InlineData("device", "is a device or a socket")]
    [InlineData("folder", "is a folder")]
    [InlineData("link loop", "which leads to no file")]
    public void What_is_no_file_is_refused_by_every_reader(string kind, string said)
    {
        var path = _folder.File("strange");
        StrangeFiles.Put(path, kind);

        foreach (var read in new Action[]
        {
            () => RegularFile.OpenRead(path).Dispose(),
            () => RegularFile.ReadAllBytes(path),
            () => WeftJson.ReadFile<JsonObject>(path, "configuration"),
        })
            Assert.StartsWith($"{path} is a ", Assert.Throws<InvalidDataException>(read).Message);
        Assert.Contains(said, RegularFile.ProblemOf(path));
        Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(path));
    }

    [Fact]
    public void A_file_and_a_link_to_one_are_read_and_a_missing_one_is_said_to_be()
    {
        var path = _folder.Write("file", "text");
        File.CreateSymbolicLink(_folder.File("link"), path);

        Assert.Equal("text"u8.ToArray(), RegularFile.ReadAllBytes(_folder.File("link")));
        Assert.Equal(FileStatus.Of(path), FileStatus.Of(_folder.File("link")));
        Assert.NotEqual(FileStatus.Of(path), FileStatus.Of(_folder.Write("copy", "text")));
        Assert.Equal(FileKind.Missing, FileStatus.Of(_folder.File("none")).Kind);
        Assert.Null(RegularFile.ProblemOf(_folder.File("none")));
        Assert.Throws<FileNotFoundException>(() => RegularFile.OpenRead(_folder.File("none")));
    }

    public void Dispose() => _folder.Dispose();
}
