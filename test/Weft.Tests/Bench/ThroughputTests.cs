using System.Text.Json;
using Weft.Bench.Measuring;

namespace Weft.Tests.Bench;

public class ThroughputTests
{
    [Fact]
    public async Task The_verb_measures_all_columns_in_processes_of_their_own_and_prints_one_object()
    {
        var (exitCode, output, tables) = await BenchProgram.Run(
            "throughput", "--json", "--rounds", "1", "--steps", "2", "--warm-up", "1", "--vocabulary", "60", "--set", "model.dimension=16",
            "model.feedForward=16", "training.batch=4", "training.context=8");

        Assert.True(exitCode == 0, tables);
        using var result = JsonDocument.Parse(output.Trim());
        Assert.All(
            new[] { "referenceTokensPerSecond", "referenceWithAllocatorTokensPerSecond", "weftTokensPerSecond", "ratio", "float32Utilisation" },
            name => Assert.True(result.RootElement.GetProperty(name).GetDouble() > 0));
        Assert.Equal(
            ["data", "forward", "head", "backward", "clip", "optimizer", "rest"],
            result.RootElement.GetProperty("partMilliseconds").EnumerateObject().Select(part => part.Name));
        Assert.Contains("Weft / listing", tables);
    }

    [Fact]
    public async Task A_classifier_is_measured_beside_its_own_listing()
    {
        var (exitCode, output, tables) = await BenchProgram.Run(
            "throughput", "--task", "classification", "--json", "--rounds", "1", "--steps", "2", "--warm-up", "1", "--vocabulary", "60", "--set", "model.dimension=16",
            "model.feedForward=16", "model.layers=1", "training.batch=4", "training.context=8");

        Assert.True(exitCode == 0, tables);
        using var result = JsonDocument.Parse(output.Trim());
        Assert.All(
            new[] { "referenceTokensPerSecond", "weftTokensPerSecond", "ratio", "float32Utilisation" }, name => Assert.True(result.RootElement.GetProperty(name).GetDouble() > 0));
        Assert.Equal("float32", result.RootElement.GetProperty("precision").GetString());
        Assert.Contains("4 x 8 tokens at most a step", tables);
    }

    [Fact]
    public async Task A_task_without_a_listing_is_refused_in_a_line()
    {
        var (exitCode, _, error) = await BenchProgram.Run("throughput", "--task", "tagging");

        Assert.Equal(2, exitCode);
        Assert.Equal("--task is tagging; it must be classification, or left out.", error.Trim());
    }

    [Fact]
    public async Task A_wrong_setting_is_refused_in_a_line()
    {
        var (exitCode, _, error) = await BenchProgram.Run("throughput", "--set", "model.layers=0");

        Assert.Equal(2, exitCode);
        Assert.Equal("model.layers is 0; it must be from 1 to 512.", error.Trim());
    }

    [Fact]
    public void A_spread_has_the_middle_value_or_the_mean_of_the_middle_two()
    {
        Assert.Equal(new Spread(2, 1, 9), Spread.Of([9, 1, 2]));
        Assert.Equal(new Spread(2.5, 1, 9), Spread.Of([9, 1, 3, 2]));
    }
}
