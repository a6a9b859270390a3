namespace Weft.Tests.Architecture;

/// <summary>A run's log is written and read in one folder: no other file knows its name or the keys of its lines.</summary>
public class LogKeysTests
{
    private const string Folder = "Runs/Logging/";

    private static readonly string[] Known = ["\"metrics.jsonl\"", "\"negativeLogLikelihood\"", "\"tokensPerSecond\"", "\"frozenHash\"", "\"evaluation\" =>", "\"checkpoint\" =>"];

    [Theory]
    [InlineData("src/Weft")]
    [InlineData("src/Weft.Cli")]
    public void No_file_outside_the_folder_parses_a_line_of_the_log(string room)
    {
        var files = Repository.SourcesBelow(room);
        var knowing = files.Where(file => !file.Path.StartsWith(Folder, StringComparison.Ordinal))
            .SelectMany(file => Known.Where(known => Code(file.Text).Contains(known, StringComparison.Ordinal)).Select(known => $"{file.Path} knows {known}"));

        Assert.Empty(knowing);
    }

    [Fact]
    public void No_file_outside_the_folder_opens_the_log()
    {
        // One names the file, the other compares its hash.
        string[] knowing = ["Experiments/Comparisons/ArmResult.cs", "Runs/RunFolder.cs"];
        var files = Repository.SourcesBelow("src/Weft").Concat(Repository.SourcesBelow("src/Weft.Cli"))
            .Where(file => !file.Path.StartsWith(Folder, StringComparison.Ordinal) && Code(file.Text) is var code
                && (code.Contains("MetricsFile", StringComparison.Ordinal) || code.Contains("RunLog.FileOf", StringComparison.Ordinal)));

        Assert.Equal(knowing, files.Select(file => file.Path));
    }

    [Fact]
    public void The_folder_itself_knows_them()
    {
        var log = Code(string.Concat(Repository.SourcesBelow("src/Weft").Where(file => file.Path.StartsWith(Folder, StringComparison.Ordinal)).Select(file => file.Text)));

        Assert.Contains(Known[0], log);
        Assert.Contains(Known[4], log);
    }

    /// <summary>Without comments.</summary>
    private static string Code(string text) => string.Join('\n', text.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
}
