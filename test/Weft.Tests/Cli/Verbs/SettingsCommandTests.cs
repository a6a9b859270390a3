using System.Text.Json;
using Weft.Runs.Options;
using Weft.Tests.Architecture;
using Weft.Tests.Support;

namespace Weft.Tests.Cli.Verbs;

public class SettingsCommandTests
{
    [Fact]
    public void The_page_of_settings_is_what_the_command_writes()
    {
        var (code, output, errors) = CommandLine.Run("settings", "--markdown");

        Assert.Equal((0, ""), (code, errors));
        Assert.True(
            output == File.ReadAllText(Path.Combine(Repository.Root, "docs", "settings.md")),
            "docs/settings.md is stale; write it anew: weft settings --markdown > docs/settings.md");
    }

    [Fact]
    public void All_settings_are_listed_a_line_each_with_their_defaults()
    {
        var (code, output, errors) = CommandLine.Run("settings");
        var lines = output.Split('\n');

        Assert.Equal((0, ""), (code, errors));
        Assert.All(OptionKeys.Values, key => Assert.Single(lines, line => line.StartsWith($"  {key} ", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.StartsWith("  schedule.peakRate = 0.001  ", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 140));
    }

    [Fact]
    public void One_setting_is_shown_in_full()
    {
        var (code, output, _) = CommandLine.Run("settings", "optimizer.kind");

        Assert.Equal(0, code);
        Assert.Contains("    muon                Muon for the matrices of the layers, Jordan et al. 2024, and AdamW for", output);
        Assert.Contains("  default               adam", output);
        Assert.Contains("  preset small          adamw", output);
        Assert.Contains("--set optimizer.kind=adam, or in a file {\"optimizer\": {\"kind\": \"adam\"}}", output);
        Assert.All(output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    [Fact]
    public void Programs_get_all_of_it_as_JSON()
    {
        var (code, output, errors) = CommandLine.Run("settings", "schedule.peakRate", "--json");
        var setting = Assert.Single(JsonDocument.Parse(output).RootElement.EnumerateArray());

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal("schedule.peakRate", setting.GetProperty("key").GetString());
        Assert.Equal(0.001, setting.GetProperty("default").GetDouble());
        Assert.Equal(0.003, setting.GetProperty("presets").GetProperty("small").GetDouble());
    }

    [Fact]
    public void The_schema_is_JSON() =>
        Assert.Equal("object", JsonDocument.Parse(CommandLine.Run("settings", "--schema").Output).RootElement.GetProperty("type").GetString());

    [Theory]
    [InlineData("schedule.peekRate is not a setting; did you mean schedule.peakRate?", "schedule.peekRate")]
    [InlineData("--markdown and --schema do not go together; give one.", "--markdown", "--schema")]
    [InlineData("--schema does not go with a KEY: it is of all settings.", "seed", "--schema")]
    [InlineData("b is one argument too many; settings takes KEY.", "a", "b")]
    public void Wrong_use_is_said(string message, params string[] arguments) => Refusal.AssertIs(2, CommandLine.Run(["settings", .. arguments]), message);
}
