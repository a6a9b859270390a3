using TorchSharp;
using Weft.Kernels;
using static TorchSharp.torch;

namespace Weft.Tests.Kernels;

public sealed class LinearCrossEntropyTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public LinearCrossEntropyTests() => random.manual_seed(3);

    [Fact]
    public void Smoothing_spreads_over_all_classes_as_in_PyTorch()
    {
        // Scores whose softmax is p: the hand-computed loss of p = [.7, .1, .1, .1], target 0, eps .1.
        var bias = nn.Parameter(tensor(new[] { 0.7f, 0.1f, 0.1f, 0.1f }).log());
        var weight = nn.Parameter(zeros(4, 2));

        var (sums, _) = LinearCrossEntropy.Differentiate(
            zeros(1, 2), (weight, bias), (zeros(4, 2), zeros(4)), tensor(new long[] { 0 }), 0.1, 1, ScalarType.Float32);

        Assert.Equal(0.502618, sums.Smoothed, 6);
        Assert.Equal(-Math.Log(0.7), sums.NegativeLogLikelihood, 6);
    }

    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(256, 0.1)]
    [InlineData(300, 0.1)]
    [InlineData(600, 0.3)]
    public void Loss_and_gradients_agree_with_autograd(int rows, double smoothing)
    {
        var hidden = randn(rows, 12).requires_grad_();
        var (weight, bias) = (nn.Parameter(randn(31, 12)), nn.Parameter(randn(31)));
        var targets = randint(0, 31, rows, dtype: ScalarType.Int64);
        if (rows > 1)
            targets[1] = LinearCrossEntropy.Ignored;
        var scored = targets.ne(LinearCrossEntropy.Ignored).sum().item<long>();
        var expected = nn.functional.cross_entropy(
            nn.functional.linear(hidden, weight, bias), targets, ignore_index: LinearCrossEntropy.Ignored,
            reduction: nn.Reduction.Sum, label_smoothing: smoothing);
        (expected / scored).backward();
        var (weightGradient, biasGradient) = (zeros(31, 12), zeros(31));

        var (sums, gradient) = LinearCrossEntropy.Differentiate(
            hidden.detach(), (weight, bias), (weightGradient, biasGradient), targets, smoothing, 1.0 / scored, ScalarType.Float32);

        Assert.Equal(scored, sums.Targets);
        Assert.Equal(1, sums.Smoothed / expected.item<float>(), 5);
        AssertClose(hidden.grad!, gradient);
        AssertClose(weight.grad!, weightGradient);
        AssertClose(bias.grad!, biasGradient);
    }

    [Fact]
    public void Measuring_counts_hits_and_skips_what_is_not_scored()
    {
        var (weight, bias) = (nn.Parameter(eye(3)), nn.Parameter(zeros(3)));
        var hidden = tensor(new float[,] { { 5, 0, 0 }, { 0, 5, 0 }, { 0, 0, 5 } });

        var sums = LinearCrossEntropy.Measure(hidden, (weight, bias), tensor(new long[] { 0, 2, -100 }), ScalarType.Float32);

        Assert.Equal(2, sums.Targets);
        Assert.Equal(1, sums.Correct);
        Assert.Equal(0, sums.Rows[2].item<float>());
        Assert.Equal(2 * Math.Log(Math.Exp(5) + 2) - 5, sums.NegativeLogLikelihood, 4);
    }

    [Fact]
    public void Bfloat16_gradients_are_near_those_of_float32()
    {
        var hidden = randn(64, 32);
        var (weight, bias) = (randn(101, 32) * 0.1, zeros(101));
        var (gradient, gradient16) = (zeros_like(weight), zeros_like(weight));
        var targets = randint(0, 101, 64, dtype: ScalarType.Int64);

        var (_, exact) = LinearCrossEntropy.Differentiate(
            hidden, (weight, bias), (gradient, zeros(101)), targets, 0.1, 1, ScalarType.Float32);
        var (_, near) = LinearCrossEntropy.Differentiate(
            hidden, (weight, bias), (gradient16, zeros(101)), targets, 0.1, 1, ScalarType.BFloat16);

        AssertClose(exact, near, 0.01);
        AssertClose(gradient, gradient16, 0.01);
    }

    public void Dispose() => _scope.Dispose();

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance = 1e-5) =>
        Assert.InRange((actual - expected).norm().item<float>() / expected.norm().item<float>(), 0, tolerance);
}
