using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Modeling.Attention;
using Weft.Runtime;
using Weft.Tasks.Classification.Scores;
using Weft.Tests.Support;
using static TorchSharp.torch;

namespace Weft.Tests.Tasks.Classification.Scores;

/// <summary>The loss of scores, against TorchSharp's cross entropy with shares as targets.</summary>
public sealed class ScoreTargetsTests
{
    private static readonly ScoreBins Bins = new([0, 1, 2, 3]);
    private static readonly double[] Scores = [0.25, 3, 1.5, 0];

    [Fact]
    public void Losses_and_gradients_are_those_of_TorchSharps_autograd()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(4);
        using var model = new TransformerModel(TinyModels.PreNorm, 9, Bins.Count, AttentionKind.Full, Precision.Float32, CPU);
        model.Weights.AttachGradients();
        var width = TinyModels.PreNorm.Dimension;
        var hidden = randn(5, width);
        long[] targets = [0, 1, 2, 0, 3];
        float[] counts = [1, 2, 0.5f, 1, 3];

        var (sums, gradient) = new ScoreTargets(Bins, Scores).Differentiate(
            model.Output, hidden, tensor(targets), new LossSettings(Smoothing: 0.1, Scale: 0.2) { RowWeights = tensor(counts) });

        var own = model.Output.Parameters.ToDictionary(entry => entry.Name, entry => entry.Parameter);
        var leaf = hidden.clone().requires_grad_(true);
        var (weight, bias) = (own["weight"].detach().clone().requires_grad_(true), own["bias"].detach().clone().requires_grad_(true));
        var shares = tensor(targets.SelectMany(target => Scores[target] switch { 0.25 => new[] { 0.75f, 0.25f, 0, 0 }, 3 => [0, 0, 0, 1], 1.5 => [0, 0.5f, 0.5f, 0], _ => [1, 0, 0, 0] }).ToArray()).view(5, 4);
        var logarithms = nn.functional.linear(leaf, weight, bias).log_softmax(-1);
        var plain = (shares * (shares.clamp(1e-30).log() - logarithms)).sum([1L]);
        var smoothed = -((shares * 0.9 + 0.1 / 4) * logarithms).sum([1L]);
        ((smoothed * tensor(counts)).sum() * 0.2).backward();

        Assert.Equal(plain.data<float>().ToArray(), sums.Rows.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(plain.sum().item<float>(), sums.NegativeLogLikelihood, 1e-4);
        Assert.Equal((smoothed * tensor(counts)).sum().item<float>(), sums.Smoothed, 1e-4);
        Assert.Equal(5, sums.Targets);
        Assert.True(leaf.grad!.allclose(gradient, atol: 1e-6));
        Assert.True(weight.grad!.allclose(own["weight"].grad!, atol: 1e-6));
        Assert.True(bias.grad!.allclose(own["bias"].grad!, atol: 1e-6));
        Assert.True(model.Weights.Gradients!.abs().max().item<float>() > 1e-3);
        var measured = new ScoreTargets(Bins, Scores).Measure(model.Output, hidden, tensor(targets));
        Assert.Equal(sums.Rows.data<float>().ToArray(), measured.Rows.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Classes_have_their_shares_of_the_texts() =>
        // 4 texts of 0.25, 1 of 3, 2 of 1.5 and 5 of 0.
        Assert.Equal([3 + 5, 1 + 1, 1, 1], new ScoreTargets(Bins, Scores).CountClasses([4, 1, 2, 5]));
}
