using TorchSharp;
using Weft.Kernels;
using static TorchSharp.torch;

namespace Weft.Tests.Kernels;

public sealed class LinearCrossEntropyTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly int _rowsAtOnce = KernelSettings.RowsAtOnce;

    public LinearCrossEntropyTests() => random.manual_seed(3);

    [Fact]
    public void Smoothing_spreads_over_all_classes_as_in_PyTorch()
    {
        // Scores whose softmax is p: the hand-computed loss of p = [.7, .1, .1, .1], target 0, eps .1.
        var bias = nn.Parameter(tensor(new[] { 0.7f, 0.1f, 0.1f, 0.1f }).log());
        var weight = nn.Parameter(zeros(4, 2));

        var (sums, _) = LinearCrossEntropy.Differentiate(zeros(1, 2), (weight, bias), tensor(new long[] { 0 }), 0.1, 1, ScalarType.Float32);

        Assert.Equal(0.502618, sums.Smoothed, 6);
        Assert.Equal(-Math.Log(0.7), sums.NegativeLogLikelihood, 6);
    }

    [Theory]
    [InlineData(1, 0.0, 256)]
    [InlineData(256, 0.1, 256)]
    [InlineData(300, 0.1, 256)]
    [InlineData(600, 0.3, 256)]
    [InlineData(300, 0.1, 7)]
    [InlineData(300, 0.1, 1024)]
    public void Loss_and_gradients_agree_with_autograd(int rows, double smoothing, int rowsAtOnce)
    {
        KernelSettings.RowsAtOnce = rowsAtOnce;
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
        var (ownWeight, ownBias) = (nn.Parameter(weight.detach().clone()), nn.Parameter(bias.detach().clone()));

        var (sums, gradient) = LinearCrossEntropy.Differentiate(
            hidden.detach(), (ownWeight, ownBias), targets, smoothing, 1.0 / scored, ScalarType.Float32);

        Assert.Equal(scored, sums.Targets);
        Assert.Equal(1, sums.Smoothed / expected.item<float>(), 5);
        AssertClose(hidden.grad!, gradient);
        AssertClose(weight.grad!, ownWeight.grad!);
        AssertClose(bias.grad!, ownBias.grad!);
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
        var (weight, bias) = (nn.Parameter(randn(101, 32) * 0.1), nn.Parameter(zeros(101)));
        var (weight16, bias16) = (nn.Parameter(weight.detach().clone()), nn.Parameter(zeros(101)));
        var targets = randint(0, 101, 64, dtype: ScalarType.Int64);

        var (_, exact) = LinearCrossEntropy.Differentiate(hidden, (weight, bias), targets, 0.1, 1, ScalarType.Float32);
        var (_, near) = LinearCrossEntropy.Differentiate(hidden, (weight16, bias16), targets, 0.1, 1, ScalarType.BFloat16);

        AssertClose(exact, near, 0.01);
        AssertClose(weight.grad!, weight16.grad!, 0.01);
    }

    [Fact]
    public void The_size_of_chunks_changes_the_last_bits_alone()
    {
        var hidden = randn(64, 32);
        var (weight, bias) = (randn(101, 32) * 0.1, zeros(101));
        var targets = randint(0, 101, 64, dtype: ScalarType.Int64);
        Tensor WeightGradient(int rowsAtOnce)
        {
            KernelSettings.RowsAtOnce = rowsAtOnce;
            var decoder = (Weight: nn.Parameter(weight.clone()), Bias: nn.Parameter(bias.clone()));
            LinearCrossEntropy.Differentiate(hidden, decoder, targets, 0.1, 1, ScalarType.BFloat16);
            return decoder.Weight.grad!;
        }

        AssertClose(WeightGradient(64), WeightGradient(8), 0.01);
        // Eight sums in bfloat16 are rounded eight times: the setting is heard.
        Assert.False(WeightGradient(64).Equals(WeightGradient(8)));
        Assert.True(WeightGradient(8).Equals(WeightGradient(8)));
    }

    [Fact]
    public void A_chunk_has_rows() => Assert.Throws<ArgumentOutOfRangeException>(() => KernelSettings.RowsAtOnce = 0);

    public void Dispose()
    {
        KernelSettings.RowsAtOnce = _rowsAtOnce;
        _scope.Dispose();
    }

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance = 1e-5) =>
        Assert.InRange((actual - expected).norm().item<float>() / expected.norm().item<float>(), 0, tolerance);
}
