using System.Text.RegularExpressions;

namespace Weft.Tests.Architecture;

/// <summary>The walks through the code in docs/architecture.md lead through files that are there.</summary>
public partial class WalkTests
{
    private const int Milliseconds = 5_000;

    [Fact]
    public void Each_file_of_a_walk_is_there()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs/architecture.md"));
        var files = Stop().Matches(page).Select(match => match.Groups["file"].Value).ToList();

        Assert.InRange(files.Count, 30, 60);
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(Repository.Root, "src", $"{(file.StartsWith("Weft.", StringComparison.Ordinal) ? file : "Weft/" + file)}.cs")), file));
    }

    [GeneratedRegex(@"^\| `(?<file>[\w.]+(/\w+)+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, Milliseconds)]
    private static partial Regex Stop();
}
