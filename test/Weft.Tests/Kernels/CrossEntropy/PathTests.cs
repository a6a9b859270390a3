using TorchSharp;
using Weft.Kernels;
using Weft.Kernels.CrossEntropy;
using Weft.Runtime;
using Weft.Tests.Support;
using static TorchSharp.torch;

namespace Weft.Tests.Kernels.CrossEntropy;

/// <summary>Holds the vector instructions to LibTorch's operations.</summary>
public sealed class PathTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public PathTests() => random.manual_seed(8);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_gradients_of_the_decoder_all_else_is_the_same(bool isSimd)
    {
        var path = isSimd ? KernelPath.Simd : KernelPath.Tensors;
        var one = LossCase.Draw(45, 5000, 16);
        var loss = new LossSettings(0.1, 1.0 / 45) { Filter = new GradientFilterOptions(), Key = 3 };
        var expected = one.Differentiate(loss, path: path);

        var (sums, hidden) = LinearCrossEntropy.Differentiate(one.Hidden, (one.Weight, one.Bias), null, one.Targets, loss, ScalarType.Float32, path);

        Assert.Equal((expected.Sums.Smoothed, expected.Sums.Targets), (sums.Smoothed, sums.Targets));
        Assert.True(expected.Hidden.Equals(hidden));
    }

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
        var one = LossCase.Draw(45, vocabulary, 16);
        var loss = new LossSettings(0.1, 1.0 / 45);

        var expected = one.Differentiate(loss, type, KernelPath.Tensors);
        var actual = one.Differentiate(loss, type);

        // In bfloat16 one path rounds the sum of all gradients of a score, the other leaves the target's part in float32.
        var tolerance = type == ScalarType.Float32 ? 1e-5 : 1e-2;
        Assert.Equal(expected.Sums.Smoothed, actual.Sums.Smoothed, tolerance / 10 * Math.Abs(expected.Sums.Smoothed) + tolerance);
        Assert.Equal(expected.Sums.NegativeLogLikelihood, actual.Sums.NegativeLogLikelihood, 1e-5 * expected.Sums.NegativeLogLikelihood + 1e-5);
        Assert.Equal(44, actual.Sums.Targets);
        if (vocabulary > 1)
            actual.AssertNear(expected, tolerance);
        Assert.Equal(0, actual.Hidden[1].abs().max().item<float>());
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void Both_paths_count_the_same_hits_also_where_scores_are_equal(ScalarType type)
    {
        // Scores are whole numbers from 0 to 3: each weight is a row of them, each hidden state picks one column.
        var weight = randint(0, 4, [50, 200]).to(ScalarType.Float32);
        var targets = weight.t().argmax(1);
        targets.narrow(0, 0, 100).copy_(randint(0, 50, 100, dtype: ScalarType.Int64));
        targets[150] = LinearCrossEntropy.Ignored;
        var one = new LossCase(eye(200), weight, zeros(50), targets);

        var (expected, actual) = (one.Measure(type, KernelPath.Tensors), one.Measure(type));

        Assert.InRange(actual.Correct, 99, 120);
        Assert.Equal(expected.Correct, actual.Correct);
        KernelResult.AssertNear(expected.Rows, actual.Rows, 1e-6);
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX512F")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task Both_paths_give_the_same_on_lesser_processors(string instructions)
    {
        var test = $"{typeof(PathTests).FullName}.{nameof(Both_paths_give_the_same)}";

        var child = await ChildProcess.RunTest(test, (instructions, "0"));

        Assert.True(child.ExitCode == 0, child.Output);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Results_do_not_depend_on_the_number_of_threads(int oneIn)
    {
        var one = LossCase.Draw(333, 4500, 8);
        var loss = new LossSettings(0.1, 1) { Filter = new GradientFilterOptions { OneIn = oneIn }, Key = 5 };
        var threads = Threads.Current;
        try
        {
            var (alone, two, three) = (Differentiate(1), Differentiate(2), Differentiate(3));

            Assert.Equal(two.Sums.Smoothed, three.Sums.Smoothed);
            Assert.Equal((true, true, true), (two.Hidden.Equals(three.Hidden), two.Weight.Equals(three.Weight), two.Bias.Equals(three.Bias)));
            // Alone, MKL may take products by other kernels than within a team: on Intel's processors with AMX it does.
            Assert.Equal(alone.Sums.Smoothed, three.Sums.Smoothed, 1e-6 * three.Sums.Smoothed);
            foreach (var (expected, actual) in new[] { (alone.Hidden, three.Hidden), (alone.Weight, three.Weight), (alone.Bias, three.Bias) })
                KernelResult.AssertNear(expected, actual, 1e-6);
        }
        finally
        {
            Threads.Set(threads);
        }

        KernelResult Differentiate(int count)
        {
            Threads.Set(count);
            return one.Differentiate(loss);
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_score_that_is_not_finite_makes_the_loss_not_a_number(float bad)
    {
        var one = LossCase.Draw(1, 100, 4);
        one.Bias[7] = bad;

        Assert.True(double.IsNaN(one.Measure().NegativeLogLikelihood));
        Assert.True(double.IsNaN(one.Differentiate(new LossSettings(0.1, 1)).Sums.Smoothed));
    }

    public void Dispose() => _scope.Dispose();
}
