using Weft.Bench.Equivalence;
using Weft.Bench.Listing;
using Weft.Bench.Trainings;
using Weft.Foundation;
using Weft.Modeling;
using Weft.Runs.Options;
using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Tests.Bench;

/// <summary>The verb equivalence in small.</summary>
public class EquivalenceTests
{
    private const int Vocabulary = 101;
    private const int HeldOut = 160;

    private static readonly RunOptions Options = new()
    {
        Model = new ModelOptions { Dimension = 16, Layers = 2, Heads = 2, FeedForward = 24, Dropout = 0, Activation = Activation.Gelu },
        Training = new TrainingOptions { Batch = 8, Context = 10 },
        Runtime = new RuntimeOptions { Precision = Precision.Float32, Threads = 1, Device = "cpu" },
    };

    private static readonly BenchmarkText Text = new(SyntheticTokens.Draw(20 * 80 + HeldOut, Vocabulary, seed: 2), Vocabulary, 0);

    [Theory]
    [InlineData(Activation.Gelu)]
    [InlineData(Activation.Relu)]
    public void In_float32_losses_and_weights_stay_together(Activation activation)
    {
        using var run = new EquivalenceRun(Options with { Model = Options.Model with { Activation = activation } }, Text, HeldOut);
        var curve = new List<(double Listing, double Weft)>();
        var result = run.Train(20, (_, listing, weft) => curve.Add((listing, weft)));

        Assert.Equal(curve[0].Listing, curve[0].Weft, tolerance: 1e-5);
        Assert.InRange(result.CurveDifference, 0, 1e-5);
        Assert.InRange(result.ValidationDifference, 0, 1e-5);
        // They learn: that the losses agree is no matter of nothing happening.
        Assert.True(curve[^1].Weft < curve[0].Weft - 0.1);
    }

    [Theory]
    [InlineData(Activation.Gelu)]
    [InlineData(Activation.Relu)]
    public void In_float32_weights_are_those_of_the_listing_in_either_format(Activation activation)
    {
        using var run = new EquivalenceRun(Options with { Model = Options.Model with { Activation = activation } }, Text, HeldOut);

        var drift = run.TrainWeights(20);

        Assert.InRange(drift.FromListing.Difference, 1e-9, EquivalenceResult.WeightsBound);
        Assert.InRange(drift.FromExact.Difference, 1e-9, EquivalenceResult.WeightsBound);
        Assert.InRange(drift.ListingFromExact.Difference, 1e-9, EquivalenceResult.WeightsBound);
    }

    [Fact]
    public void In_bfloat16_the_losses_stay_together()
    {
        var options = Options with { Runtime = Options.Runtime with { Precision = Precision.BFloat16 } };
        using var run = new EquivalenceRun(options, Text, HeldOut);

        var result = run.Train(20, (_, _, _) => { });

        Assert.True(result.IsWithinBounds, $"{result}");
        // The products really were others.
        Assert.NotEqual(0, result.CurveDifference);
    }

    [Fact]
    public void A_training_that_differs_breaks_the_bounds()
    {
        using var run = new EquivalenceRun(Options, Text, HeldOut);
        using (no_grad())
            run.Pairs.Single(pair => pair.Name == "embedding.weight").Weft.add_(0.3f);

        var result = run.Train(20, (_, _, _) => { });
        var far = new WeightsComparison(1.01 * EquivalenceResult.WeightsBound, "norm.weight");

        Assert.False(result.IsWithinBounds);
        Assert.True(WeightsComparison.Of(run.Pairs).Difference > EquivalenceResult.WeightsBound);
        result = result with { CurveDifference = 0, ListingValidationLoss = 1, WeftValidationLoss = 1 };
        Assert.True(result.IsWithinBounds);
        Assert.False((result with { Weights = new WeightsDrift(far, far, far) }).IsWithinBounds);
    }

    [Fact]
    public void Weights_that_are_not_numbers_are_the_furthest_apart()
    {
        using var run = new EquivalenceRun(Options, Text, HeldOut);
        using (no_grad())
            run.Pairs.Single(pair => pair.Name == "layers.0.up.bias").Weft.fill_(double.NaN);

        Assert.Equal(new WeightsComparison(double.NaN, "layers.0.up.bias"), WeightsComparison.Of(run.Pairs));
    }

    [Fact]
    public void Weights_that_are_the_same_do_not_differ_even_where_they_are_zero()
    {
        using var run = new EquivalenceRun(Options, Text, HeldOut);

        Assert.Equal(0, WeightsComparison.Of(run.Pairs).Difference);
    }

    [Fact]
    public void The_first_loss_is_the_listings_where_it_trains_by_itself()
    {
        var tokens = BenchmarkTextTokens();
        var source = new BatchSource(tokens, Text.EndOfTextId, Options);
        using var weft = new WeftTraining(Options, Vocabulary, tokens, source.Chunks);
        using var listing = new ListingTraining(Options, Vocabulary, source.Chunks);
        WeightPairs.CopyToListing(WeightPairs.Of(listing.Model, weft.Model));
        var batches = source.Next();

        Assert.Equal(listing.Step(batches), weft.Step(batches), tolerance: 1e-5);
        Assert.Equal(listing.Parameters, weft.Parameters);
    }

    [Fact]
    public void Dropout_is_refused()
    {
        var error = Assert.Throws<ConfigurationException>(
            () => new EquivalenceRun(Options with { Model = Options.Model with { Dropout = 0.1 } }, Text, HeldOut));

        Assert.StartsWith("model.dropout is 0.1; it must be 0 here", error.Message);
    }

    [Theory]
    [InlineData("model.norm=pre", "TransformerEncoder has no norm before the sub-layers")]
    [InlineData("model.positions=rotary", "TransformerEncoder has no rotary positions")]
    [InlineData("model.tieEmbeddings=true", "its Linear cannot share the weights of its Embedding")]
    [InlineData("model.activation=gelu", null)]
    public void What_the_modules_cannot_do_is_said(string setting, string? reason) =>
        Assert.Equal(reason, ListingTraining.WhyNot(Weft.Bench.BenchArguments.Build(["preset=reference", setting])));

    private static Weft.Data.Store.MemoryTokens BenchmarkTextTokens() => new(Text.Tokens);
}
