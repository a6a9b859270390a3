using System.Diagnostics;
using Weft.Tests.Support;
using Weft.Text.Corpora;
using Weft.Text.Corpora.Files;

namespace Weft.Tests.Text.Corpora.Files;

public sealed class FileWalkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("**/*.txt")]
    public void Links_in_circles_give_each_file_once(string pattern)
    {
        _folder.Write("a/one.txt", "one");
        _folder.Write("b/two.txt", "two");
        Link("a/up", _folder.Path);
        Link("a/self", "../a");
        Link("b/a", "../a");
        Link("loop", "loop");
        var corpus = Locate(pattern);

        Assert.Equal(["a/one.txt", "b/two.txt"], Names(corpus));
        Assert.Contains("3 folders (2 linked in a circle, 1 linked again)", Assert.Single(corpus.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("**/*.txt")]
    public void Linked_folders_and_files_are_read_once_under_the_name_that_is_no_link(string pattern)
    {
        using var elsewhere = new TemporaryFolder();
        elsewhere.Write("deep/three.txt", "three");
        elsewhere.Write("four.txt", "four");
        _folder.Write("z/one.txt", "one");
        Link("a", "z");
        Link("aa.txt", "z/one.txt");
        Link("out", elsewhere.Path);
        Link("out2", elsewhere.Path);
        Link("out3", elsewhere.File("deep"));
        Link("five.txt", elsewhere.File("four.txt"));
        var corpus = Locate(pattern);

        Assert.Equal(["five.txt", "out/deep/three.txt", "z/one.txt"], Names(corpus));
        // aa.txt and out/four.txt; a, out2 and out3.
        Assert.Equal("Left out: 2 files (2 linked again), 3 folders (3 linked again).", Assert.Single(corpus.Notes));
    }

    [Fact]
    public void Broken_links_and_pipes_are_counted_and_never_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes in folders.");
        _folder.Write("a.txt", "one");
        Link("b.txt", "nowhere");
        MakePipe("c.txt");
        Link("d.txt", "/dev/zero");

        Assert.Equal(["Left out: 3 files (2 pipe, device or socket, 1 broken link)."], Locate("").Notes);
        Assert.Equal(["Left out: 3 files (2 pipe, device or socket, 1 broken link)."], Locate("*.txt").Notes);
    }

    [Fact]
    public void A_pipe_a_device_and_a_broken_link_that_are_named_are_errors()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes in folders.");
        var pipe = MakePipe("c.txt");
        var link = Link("b.txt", "nowhere");
        const string End = " is a pipe, device or socket, not a file. Name a file, or pipe the text in: cat FILE | weft prepare --data -";

        Assert.Equal(pipe + End, Assert.Throws<InvalidDataException>(() => Locate("c.txt")).Message);
        Assert.Equal("/dev/zero" + End, Assert.Throws<InvalidDataException>(() => LocatePath("/dev/zero")).Message);
        Assert.Equal(
            $"{link} is a link to nowhere, and there is nothing. Name the file itself, or mend the link.",
            Assert.Throws<FileNotFoundException>(() => Locate("b.txt")).Message);
    }

    [Fact]
    public void A_pipe_of_the_shell_is_kept_like_standard_input()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "There is no bash.");
        var command = $"dotnet exec '{WeftProcess.Program}' prepare --data <(printf 'one\\n\\ntwo\\n\\nthree\\n') --json";
        var program = new ProcessStartInfo("/bin/bash", ["-c", command]) { UseShellExecute = false, RedirectStandardOutput = true };
        program.Environment["WEFT_CACHE"] = _folder.File("cache");
        using var process = Process.Start(program)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(0, process.ExitCode);
        Assert.Equal(3, TinyCommands.LastLine(output).GetProperty("splits").EnumerateObject().Sum(split => split.Value.GetProperty("documents").GetInt64()));
    }

    [Fact]
    public void A_link_to_a_file_is_measured_by_what_it_leads_to()
    {
        var text = new string('x', 5000);
        _folder.Write("store/a", text);
        Link("a.txt", "store/a");

        Assert.Equal(5000, Assert.Single(CorpusFingerprint.Of(Locate("a.txt"))).Bytes);
    }

    [Theory]
    [InlineData("*/*.txt", "a", true)]
    [InlineData("a*/*.txt", "ab", true)]
    [InlineData("a*/*.txt", "b", false)]
    [InlineData("a*/*.txt", "ab/c", false)]
    [InlineData("*.txt", "a", false)]
    [InlineData("*/x/**/*.txt", "a/x/y/z", true)]
    [InlineData("*/x/**/*.txt", "a/y", false)]
    public void A_pattern_goes_no_deeper_than_it_can_match(string pattern, string folder, bool enters) =>
        Assert.Equal(enters, new PathPattern(Path.GetFullPath(Path.Combine("notes", pattern))).Enters(folder));

    private string Link(string name, string target)
    {
        var path = _folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, target);
        return path;
    }

    private string MakePipe(string name)
    {
        using var process = Process.Start("mkfifo", _folder.File(name));
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return _folder.File(name);
    }

    private TextCorpus Locate(string below) => LocatePath(_folder.File(below));

    private TextCorpus LocatePath(string path) =>
        CorpusLocator.Locate(path, new CorpusOptions { DataFolder = _folder.Path }, stop: TestContext.Current.CancellationToken);

    private IEnumerable<string> Names(TextCorpus corpus) =>
        corpus.Sources.Select(source => Path.GetRelativePath(_folder.Path, source.Path).Replace('\\', '/'));
}
