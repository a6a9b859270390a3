using System.Text.Json;
using Weft.Bench.Measuring;
using Weft.Bench.Techniques;
using Weft.Bench.Throughput;

namespace Weft.Tests.Bench;

public class TechniquesTests
{
    private static readonly string[] Names =
    [
        "TorchSharp's modules", "allocator settings", "Weft's step by LibTorch's operations", "decoder and loss in one kernel",
        "layers' gradients by hand", "norm, clipping, update in one pass", "small gradients estimated",
    ];

    [Fact]
    public async Task The_verb_measures_every_technique_and_all_that_are_exact_learn_the_same()
    {
        var (exitCode, output, tables) = await BenchProgram.Run(
            "techniques", "--json", "--rounds", "1", "--steps", "2", "--warm-up", "2", "--vocabulary", "60", "--set", "model.dimension=16",
            "model.feedForward=16", "model.dropout=0", "training.batch=4", "training.context=8");

        Assert.True(exitCode == 0, tables);
        using var result = JsonDocument.Parse(output.Trim());
        var rows = result.RootElement.EnumerateArray().ToList();
        Assert.Equal(Names, rows.Take(Names.Length).Select(row => row.GetProperty("technique").GetString()));
        Assert.Equal("adaptive softmax (another model)", rows[^1].GetProperty("technique").GetString());
        var exact = rows[2..6].ConvertAll(row => row.GetProperty("loss").GetDouble());
        Assert.All(exact, loss => Assert.Equal(exact[0], loss, 1e-5));
        Assert.Contains("tokens/s", tables);
    }

    [Fact]
    public void A_gain_is_the_middle_one_of_the_rounds_own_ratios()
    {
        var techniques = Technique.All(hasListing: true, hasBFloat16: false).Take(3).ToList();
        double[][] speeds = [[10, 20, 10], [20, 20, 40], [30, 60, 40]];

        var rows = TechniqueResult.Of(techniques, technique => [.. speeds[techniques.IndexOf(technique)].Select(Round)]);

        Assert.Equal([10, 20, 40], rows.Select(row => row.TokensPerSecond));
        Assert.Equal([null, 10, 20], rows.Select(row => row.Before));
        Assert.Equal([null, 2, 1.5], rows.Select(row => row.Gain));
        Assert.Equal([1, 2, 3], rows.Select(row => row.InAll));
    }

    [Fact]
    public void Bfloat16_is_a_technique_where_the_machine_has_it_and_the_listing_where_the_model_does()
    {
        var with = Technique.All(hasListing: false, hasBFloat16: true).Select(technique => technique.Name).ToList();

        Assert.Equal("Weft's step by LibTorch's operations", with[0]);
        Assert.Contains("products in bfloat16", with);
    }

    private static RoundResult Round(double speed) => new()
    {
        TokensPerSecond = speed,
        StepMilliseconds = 1,
        LastLoss = 1,
        Parameters = 1,
        Precision = "float32",
        Threads = 1,
        Costs = new StepCosts(),
    };
}
