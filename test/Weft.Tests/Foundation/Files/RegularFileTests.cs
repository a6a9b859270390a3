using System.Text.Json.Nodes;
using Weft.Data.Store;
using Weft.Evaluation;
using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Runtime.Safetensors;
using Weft.Tests.Support;
using Weft.Text.Reading.Records;
using Weft.Text.Tokenizers;
using Weft.Text.Tokenizers.Learning;
using Weft.Text.Vectors.Reading;
using Weft.Text.Vectors.Searching;

namespace Weft.Tests.Foundation.Files;

/// <summary>What is no file is refused at once by every reader; a pipe would keep them waiting for ever.</summary>
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
            () => Hashes.Sha256OfFile(path),
        })
            Assert.StartsWith($"{path} is a ", Assert.Throws<InvalidDataException>(read).Message);
        Assert.Contains(said, RegularFile.ProblemOf(path));
        Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(path));
    }

    [Theory(Skip = "needs Linux", SkipUnless = nameof(IsLinux))]
    [InlineData("pipe")]
    [InlineData("device")]
    public void Files_that_users_name_are_looked_at_too(string kind)
    {
        var path = _folder.File("merges.txt");
        StrangeFiles.Put(path, kind);

        foreach (var read in new Action[]
        {
            () => TokenizerFactory.Create($"sentencepiece:{path}"),
            () => BpeModel.IsLearnt(_folder.Path),
            () => VectorFile.Open(path).Dispose(),
            () => QuestionFile.Read(path),
            () => WeightLines.Read(path, 1, "a token", "unknown", _ => 0),
            () => new StoreFile(path).Dispose(),
        })
            Assert.StartsWith($"{path} is a ", Assert.Throws<InvalidDataException>(read).Message);
        Assert.StartsWith($"{path} is a ", Assert.Throws<IOException>(() => new TokenLossTable(path)).Message);
        Assert.StartsWith($"{path} is a ", Assert.Throws<IOException>(() => AtomicFile.Write(path, _ => { })).Message);
        Assert.Equal(kind == "pipe" ? FileKind.Pipe : FileKind.Device, FileStatus.Of(path).Kind);
    }

    [Fact]
    public void A_link_stays_where_what_it_leads_to_is_written_anew()
    {
        var target = _folder.Write("target", "old");
        var link = File.CreateSymbolicLink(_folder.File("link"), target).FullName;
        var dangling = File.CreateSymbolicLink(_folder.File("dangling"), _folder.File("new")).FullName;

        AtomicFile.WriteText(link, "new");
        AtomicFile.WriteText(dangling, "first");

        Assert.Equal(target, new FileInfo(link).LinkTarget);
        Assert.Equal(("new", "first"), (File.ReadAllText(target), File.ReadAllText(_folder.File("new"))));
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
