using Weft.Tests.Support;

namespace Weft.Tests.Cli;

/// <summary>Paths that the system cannot even look up, wherever a user names one: links in a circle (ELOOP), names that are too long
/// (ENAMETOOLONG), and files where a folder must be (ENOTDIR).</summary>
public sealed class BadPathTests : IDisposable
{
    private const int LongerThanAnyName = 300;

    private readonly TinyCommands _tiny = new();
    private readonly string _vectors;

    public BadPathTests()
    {
        File.CreateSymbolicLink(_tiny.Folder("loop"), _tiny.Folder("loop"));
        _vectors = _tiny.Folder("v.txt");
        File.WriteAllText(_vectors, "a 1 2\nb 2 1\n");
    }

    public static bool IsLinux => OperatingSystem.IsLinux();

    public static TheoryData<string> Paths => ["loop", "loop/a", new string('x', LongerThanAnyName), new string('x', LongerThanAnyName) + "/a", "v.txt/a"];

    [Theory(Skip = "needs Linux", SkipUnless = nameof(IsLinux))]
    [MemberData(nameof(Paths))]
    public void What_is_read_is_refused_in_a_line_or_two(string name)
    {
        var path = _tiny.Folder(name);
        string[][] lines =
        [
            ["train", path],
            ["train", "--data", path, "--out", _tiny.Folder("run")],
            ["train", _tiny.Config, "--vectors", path, "--out", _tiny.Folder("run")],
            ["train", "--resume", path],
            ["prepare", "--data", path],
            ["prepare", _tiny.Config, "--tokenizer", $"bpe:{path}"],
            ["prepare", _tiny.Config, "--tokenizer", $"sentencepiece:{path}"],
            ["evaluate", path],
            ["generate", path],
            ["predict", path, "--text", "a"],
            ["compare", _tiny.Config, "--max-steps", "1", "--variants", path],
            ["vectors", "nearest", "a", "--vectors", path],
            ["vectors", "evaluate", "--vectors", _vectors, path],
            ["vectors", "train", "--data", path, "--out", _tiny.Folder("learnt.txt")],
        ];
        foreach (var line in lines)
        {
            var result = CommandLine.Run(line);
            Refusal.AssertIs(result.ExitCode == 2 ? 2 : 1, result, path);
        }
        Assert.False(Directory.Exists(_tiny.Folder("run")));
    }

    [Theory(Skip = "needs Linux", SkipUnless = nameof(IsLinux))]
    [MemberData(nameof(Paths))]
    public void What_is_written_is_refused_in_a_line_or_two(string name)
    {
        var run = _tiny.Trained("trained", "--max-steps", "2");
        var path = _tiny.Folder(name);
        string[][] lines =
        [
            ["train", _tiny.Config, "--quiet", "--max-steps", "2", "--out", path],
            ["tune", "lr", _tiny.Config, "--quiet", "--steps", "20", "--out", path],
            ["evaluate", run, "--quiet", "--out", path],
            ["evaluate", run, "--quiet", "--tokens-out", path],
            ["evaluate", run, "--quiet", "--data", path],
            ["compare", _tiny.Config, "--quiet", "--max-steps", "1", "--seeds", "1", "--variant", "a:", "--out", path],
            ["verify-resume", _tiny.Config, "--quiet", "--max-steps", "4", "--out", path],
            ["vectors", "train", _tiny.Config, "--set", "data.tokenizer=words", "--quiet", "--iterations", "1", "--out", path],
        ];
        foreach (var line in lines)
        {
            var result = CommandLine.Run(line);
            Assert.True(result.ExitCode is 1 or 2, $"{string.Join(' ', line)}: {result.ExitCode} {result.Errors}");
            Refusal.AssertIs(result.ExitCode, result);
        }
    }

    public void Dispose() => _tiny.Dispose();
}
