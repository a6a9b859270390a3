using Weft.Modeling;
using Weft.Tests.Support;
using static TorchSharp.torch;

namespace Weft.Tests.Modeling.Outputs;

/// <summary>A whole model with an adaptive softmax.</summary>
public class AdaptiveModelTests
{
    private static readonly int[] Cutoffs = [4, 7];

    [Theory]
    [InlineData(false, 4)]
    [InlineData(true, 4)] // the embedding's gradient comes from both of its uses
    [InlineData(true, 1)]
    public void Every_gradient_agrees_with_autograd(bool isTied, int divisor)
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Create(TinyModels.Adaptive(TinyModels.PreNorm with { TieEmbeddings = isTied }, divisor));
        var ids = randint(0, TinyModels.Vocabulary, [3, 20], dtype: ScalarType.Int64);
        var targets = randint(0, TinyModels.Vocabulary, [60], dtype: ScalarType.Int64);
        var own = model.Output.Parameters.ToDictionary(p => p.Name, p => p.Parameter);
        var loss = new PlainAdaptiveSoftmax(model.EmbeddingWeight, own, Cutoffs)
            .Loss(model.Hidden(ids).flatten(0, 1), targets.data<long>().ToArray(), 0.1);
        loss.backward();
        var expected = model.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad!.clone());
        foreach (var parameter in model.parameters())
            parameter.grad = null;

        var hidden = model.Hidden(ids).flatten(0, 1);
        var (sums, gradient) = model.Output.Differentiate(hidden.detach(), targets, 0.1, 1);
        hidden.backward([gradient]);

        Assert.Equal(1, sums.Smoothed / loss.item<float>(), 1e-5);
        Assert.All(model.named_parameters(), p => AdaptiveSetup.AssertClose(expected[p.name], p.parameter.grad!, 1e-4, p.name));
    }

    [Fact]
    public void Weights_start_as_the_options_say()
    {
        using var model = TinyModels.Create(
            TinyModels.PostNorm with { Dimension = 64, InitialRange = 0.1, Softmax = SoftmaxKind.Adaptive }, vocabulary: 2000);
        var own = model.Output.Parameters.ToDictionary(p => p.Name, p => p.Parameter);

        Assert.Equal([500, 16], [own["tail2_weight"].shape[0] - 1000, own["tail1_weight"].shape[1]]);
        Assert.All(new[] { "head_weight", "tail1_weight", "tail2_weight" }, name => AssertUniform(0.1, own[name]));
        AssertUniform(1 / 8.0, own["tail1_projection"]);
        AssertUniform(1 / 8.0, own["tail2_projection"]);
        Assert.All(new[] { "head_bias", "tail1_bias", "tail2_bias" }, name => Assert.Equal(0, own[name].abs().max().item<float>()));
    }

    /// <summary>A uniform distribution's deviation is its half width over the root of three.</summary>
    private static void AssertUniform(double bound, Tensor weight)
    {
        Assert.InRange(weight.abs().max().item<float>(), bound * 0.95, bound);
        Assert.Equal(1, weight.std().item<float>() * Math.Sqrt(3) / bound, 0.05);
    }
}
