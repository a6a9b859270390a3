using TorchSharp;
using Weft.Kernels;
using Weft.Kernels.CrossEntropy;
using static TorchSharp.torch;

namespace Weft.Tests.Kernels.CrossEntropy;

public sealed class LinearCrossEntropyTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public LinearCrossEntropyTests() => random.manual_seed(3);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Smoothing_spreads_over_all_classes_as_in_PyTorch(bool isSimd)
    {
        // Scores whose softmax is p: the hand-computed loss of p = [.7, .1, .1, .1], target 0, eps .1.
        var bias = tensor(new[] { 0.7f, 0.1f, 0.1f, 0.1f }).log();
        var one = new LossCase(zeros(1, 2), zeros(4, 2), bias, tensor(new long[] { 0 }));

        var sums = one.Differentiate(new LossSettings(0.1, 1), path: PathOf(isSimd)).Sums;

        Assert.Equal(0.502618, sums.Smoothed, 6);
        Assert.Equal(-Math.Log(0.7), sums.NegativeLogLikelihood, 6);
    }

    [Theory]
    [InlineData(true, 1, 31, 0.0, false)]
    [InlineData(true, 256, 31, 0.1, false)]
    [InlineData(true, 300, 128, 0.1, true)]
    [InlineData(true, 600, 31, 0.3, true)]
    [InlineData(true, 3000, 4500, 0.1, true)] // more rows than gradients are kept of
    [InlineData(false, 300, 31, 0.1, true)]
    [InlineData(false, 1500, 31, 0.0, true)]
    public void Loss_and_gradients_agree_with_autograd(bool isSimd, int rows, int classes, double smoothing, bool isWeighted)
    {
        var one = LossCase.Draw(rows, classes, 12);
        var classWeights = isWeighted ? rand(classes) + 0.5 : null;
        var rowWeights = isWeighted ? rand(rows) + 0.5 : null;
        var (hidden, weight, bias) = (one.Hidden.clone().requires_grad_(), one.Weight.clone().requires_grad_(), one.Bias.clone().requires_grad_());
        var losses = nn.functional.cross_entropy(
            nn.functional.linear(hidden, weight, bias), one.Targets, classWeights, LinearCrossEntropy.Ignored, nn.Reduction.None, smoothing);
        var expected = (rowWeights is null ? losses : losses * rowWeights).sum();
        (expected / rows).backward();

        var actual = one.Differentiate(
            new LossSettings(smoothing, 1.0 / rows) { ClassWeights = classWeights, RowWeights = rowWeights }, path: PathOf(isSimd));

        Assert.Equal(one.Targets.ne(LinearCrossEntropy.Ignored).sum().item<long>(), actual.Sums.Targets);
        Assert.Equal(1, actual.Sums.Smoothed / expected.item<float>(), 5);
        actual.AssertNear(new KernelResult(actual.Sums, hidden.grad!, weight.grad!, bias.grad!), 1e-5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Measuring_counts_hits_and_skips_what_is_not_scored(bool isSimd)
    {
        var hidden = tensor(new float[,] { { 5, 0, 0 }, { 0, 5, 0 }, { 0, 0, 5 } });

        var sums = new LossCase(hidden, eye(3), zeros(3), tensor(new long[] { 0, 2, -100 })).Measure(path: PathOf(isSimd));

        Assert.Equal(2, sums.Targets);
        Assert.Equal(1, sums.Correct);
        Assert.Equal(0, sums.Rows[2].item<float>());
        Assert.Equal(2 * Math.Log(Math.Exp(5) + 2) - 5, sums.NegativeLogLikelihood, 4);
    }

    [Fact]
    public void Bfloat16_gradients_are_near_those_of_float32()
    {
        var one = LossCase.Draw(64, 101, 32, spread: 0.1);

        var near = one.Differentiate(new LossSettings(0.1, 1), ScalarType.BFloat16);

        near.AssertNear(one.Differentiate(new LossSettings(0.1, 1)), 0.01);
    }

    [Fact]
    public void Gradients_are_added_to_what_is_there()
    {
        var one = LossCase.Draw(40, 50, 8);
        var (weight, bias) = (ones(50, 8), ones(50));

        LinearCrossEntropy.Differentiate(one.Hidden, (one.Weight, one.Bias), (weight, bias), one.Targets, new LossSettings(0, 1), ScalarType.Float32);

        var expected = one.Differentiate(new LossSettings(0, 1));
        KernelResult.AssertNear(expected.Weight + 1, weight, 1e-6);
        KernelResult.AssertNear(expected.Bias + 1, bias, 1e-6);
    }

    public void Dispose() => _scope.Dispose();

    private static KernelPath PathOf(bool isSimd) => isSimd ? KernelPath.Simd : KernelPath.Tensors;
}
