using TorchSharp;
using Weft.Kernels;
using Weft.Runtime;
using Weft.Tests.Support;
using static TorchSharp.torch;

namespace Weft.Tests.Kernels;

/// <summary>Holds the vector instructions to LibTorch's operations on the same scores.</summary>
public sealed class SoftmaxRowsTests : IDisposable
{
    private const int Rows = 45;

    private readonly DisposeScope _scope = NewDisposeScope();

    public SoftmaxRowsTests() => random.manual_seed(8);

    [Theory]
    [InlineData(1, ScalarType.Float32)]
    [InlineData(31, ScalarType.Float32)]
    [InlineData(1024, ScalarType.Float32)]
    [InlineData(2027, ScalarType.Float32)]
    [InlineData(1, ScalarType.BFloat16)]
    [InlineData(31, ScalarType.BFloat16)]
    [InlineData(1024, ScalarType.BFloat16)]
    [InlineData(2027, ScalarType.BFloat16)]
    public void Both_paths_give_the_same(int vocabulary, ScalarType type)
    {
        var product = (randn(Rows, vocabulary) * 5).to(type);
        var task = new SoftmaxTask(randn(vocabulary), randint(0, vocabulary, Rows, dtype: ScalarType.Int64), 0.1, 1.0 / Rows);
        task.Targets[3] = LinearCrossEntropy.Ignored;

        var (expected, gradient, bias) = Differentiate(KernelPath.Tensors, task, product);
        var (sums, ownGradient, ownBias) = Differentiate(KernelPath.Simd, task, product);

        Assert.Equal(expected.Smoothed, sums.Smoothed, 1e-6 * Math.Abs(expected.Smoothed) + 1e-6);
        Assert.Equal(expected.NegativeLogLikelihood, sums.NegativeLogLikelihood, 1e-6 * expected.NegativeLogLikelihood + 1e-6);
        Assert.Equal(Rows - 1, sums.Targets);
        AssertClose(expected.Rows, sums.Rows, 1e-6);
        // In bfloat16 a difference in the last bit of float32 may round to the other neighbour.
        AssertClose(gradient, ownGradient, type == ScalarType.Float32 ? 2e-6 : 1e-4);
        AssertClose(bias, ownBias, 2e-6);
        Assert.Equal(0, ownGradient[3].abs().max().to(ScalarType.Float32).item<float>());
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void Both_paths_count_the_same_hits_also_where_scores_are_equal(ScalarType type)
    {
        var product = randint(0, 4, [200, 50]).to(type);
        var task = new SoftmaxTask(zeros(50), product.to(ScalarType.Float32).argmax(1), 0, 1);
        task.Targets.narrow(0, 0, 100).copy_(randint(0, 50, 100, dtype: ScalarType.Int64));
        task.Targets[150] = LinearCrossEntropy.Ignored;

        var (expected, sums) = (Measure(KernelPath.Tensors, task, product), Measure(KernelPath.Simd, task, product));

        Assert.InRange(sums.Correct!.Value, 99, 120);
        Assert.Equal(expected.Correct, sums.Correct);
        AssertClose(expected.Rows, sums.Rows, 1e-6);
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512F")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task Both_paths_give_the_same_on_lesser_processors(string instructions)
    {
        var test = $"{typeof(SoftmaxRowsTests).FullName}.{nameof(Both_paths_give_the_same)}";

        var child = await ChildProcess.RunTest(test, (instructions, "0"));

        Assert.True(child.ExitCode == 0, child.Output);
    }

    [Fact]
    public void Results_do_not_depend_on_the_number_of_threads()
    {
        var product = randn(Rows, 501);
        var task = new SoftmaxTask(randn(501), randint(0, 501, Rows, dtype: ScalarType.Int64), 0.1, 1);
        var threads = Threads.Current;
        try
        {
            Threads.Set(1);
            var (one, gradient, bias) = Differentiate(KernelPath.Simd, task, product);
            Threads.Set(3);
            var (three, sameGradient, sameBias) = Differentiate(KernelPath.Simd, task, product);

            Assert.Equal(one.Smoothed, three.Smoothed);
            Assert.True(gradient.Equals(sameGradient) && bias.Equals(sameBias));
        }
        finally
        {
            Threads.Set(threads);
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_score_that_is_not_finite_makes_the_loss_not_a_number(float bad)
    {
        var product = randn(1, 100);
        product[0, 7] = bad;

        var sums = Measure(KernelPath.Simd, new SoftmaxTask(zeros(100), zeros(1, ScalarType.Int64), 0, 1), product);

        Assert.True(double.IsNaN(sums.NegativeLogLikelihood));
    }

    public void Dispose() => _scope.Dispose();

    private static LossSums Measure(KernelPath path, SoftmaxTask task, Tensor product)
    {
        var softmax = SoftmaxRows.Create(path, task);
        softmax.Measure(product.clone(), 0);
        return softmax.Sums();
    }

    // In two parts, as the rows of a batch come.
    private static (LossSums Sums, Tensor Gradient, Tensor BiasGradient) Differentiate(KernelPath path, SoftmaxTask task, Tensor product)
    {
        var softmax = SoftmaxRows.Create(path, task);
        var gradients = new[] { (0, 40), (40, Rows - 40) }
            .Select(part => softmax.Differentiate(product.narrow(0, part.Item1, part.Item2).clone(), part.Item1)).ToList();
        var bias = zeros_like(task.Bias);
        softmax.AddBiasGradientTo(bias);
        return (softmax.Sums(), cat(gradients), bias);
    }

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance) => Assert.InRange(
        (actual - expected).to(ScalarType.Float64).norm().item<double>(),
        0, tolerance * (1 + expected.to(ScalarType.Float64).norm().item<double>()));
}
