using Weft.Kernels;
using Weft.Kernels.CrossEntropy;
using static TorchSharp.torch;

namespace Weft.Tests.Kernels.CrossEntropy;

/// <summary>Hidden states, a decoder and targets, and what the kernel makes of them.</summary>
internal sealed record LossCase(Tensor Hidden, Tensor Weight, Tensor Bias, Tensor Targets)
{
    /// <summary>Draws a case from TorchSharp's generator; the second target of several is not scored.</summary>
    public static LossCase Draw(int rows, int classes, int dimension, double spread = 1)
    {
        var targets = randint(0, classes, rows, dtype: ScalarType.Int64);
        if (rows > 1)
            targets[1] = LinearCrossEntropy.Ignored;
        return new LossCase(randn(rows, dimension), randn(classes, dimension) * spread, randn(classes), targets);
    }

    public KernelResult Differentiate(LossSettings loss, ScalarType type = ScalarType.Float32, KernelPath path = KernelPath.Simd)
    {
        var (weight, bias) = (zeros_like(Weight), zeros_like(Bias));
        var (sums, hidden) = LinearCrossEntropy.Differentiate(Hidden, (Weight, Bias), (weight, bias), Targets, loss, type, path);
        return new KernelResult(sums, hidden, weight, bias);
    }

    public LossSums Measure(ScalarType type = ScalarType.Float32, KernelPath path = KernelPath.Simd, bool predictions = false) =>
        LinearCrossEntropy.Measure(Hidden, (Weight, Bias), Targets, type, path, predictions);
}

/// <summary>Sums of losses, and the gradients.</summary>
internal sealed record KernelResult(LossSums Sums, Tensor Hidden, Tensor Weight, Tensor Bias)
{
    /// <summary>Holds the gradients to others: the norm of the difference over that of the others.</summary>
    public void AssertNear(KernelResult expected, double tolerance)
    {
        AssertNear(expected.Hidden, Hidden, tolerance);
        AssertNear(expected.Weight, Weight, tolerance);
        AssertNear(expected.Bias, Bias, tolerance);
    }

    public static void AssertNear(Tensor expected, Tensor actual, double tolerance) => Assert.InRange(
        (actual - expected).to(ScalarType.Float64).norm().item<double>() / expected.to(ScalarType.Float64).norm().item<double>(),
        0, tolerance);
}
