using Weft.Tests.Support;

namespace Weft.Tests.Cli.Verbs;

public sealed class TuneCommandTests : IDisposable
{
    private readonly TinyCommands _tiny = new();

    [Fact]
    public void The_last_line_of_json_has_the_rate_and_the_files()
    {
        var (code, output, errors) = CommandLine.Run(
            "tune", "lr", _tiny.Config, "--from", "1e-4", "--to", "0.1", "--steps", "40", "--out", _tiny.Folder("rates"), "--json");
        Assert.True(code == 0, errors);
        var result = TinyCommands.LastLine(output);

        Assert.Single(output.TrimEnd().Split('\n'));
        Assert.InRange(result.GetProperty("suggestedRate").GetDouble(), 1e-4, 0.1);
        Assert.Equal("all-tried", result.GetProperty("end").GetString());
        Assert.All(["csv", "png", "svg"], file => Assert.True(File.Exists(result.GetProperty(file).GetString())));
        Assert.Contains("--set schedule.peakRate=", errors);
        Assert.Contains("neighbouring steps", errors);
    }

    [Fact]
    public void The_help_has_examples_and_what_train_takes()
    {
        var (code, output, _) = CommandLine.Run("tune", "lr", "--help");

        Assert.Equal(0, code);
        Assert.All(["Examples:", "weft tune lr", "--from", "--to", "--steps", "--json", "--preset", "--set"], word => Assert.Contains(word, output));
    }

    [Fact]
    public void A_range_that_falls_is_refused_before_anything_is_done()
    {
        var (code, _, errors) = CommandLine.Run("tune", "lr", _tiny.Config, "--from", "0.1", "--to", "0.01", "--out", _tiny.Folder("none"));

        Assert.Equal((2, "--to is 0.01; it must be above --from (0.1)."), (code, errors.TrimEnd()));
        Assert.False(Directory.Exists(_tiny.Folder("none")));
    }

    [Fact]
    public void A_wrong_option_names_the_whole_verb()
    {
        var (code, _, errors) = CommandLine.Run("tune", "lr", "--form", "1");

        Assert.Equal(2, code);
        Assert.Contains("did you mean --from?", errors);
        Assert.Contains("weft tune lr --help shows what it takes.", errors);
    }

    public void Dispose() => _tiny.Dispose();
}
