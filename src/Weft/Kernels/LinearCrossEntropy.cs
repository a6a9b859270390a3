using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Kernels;

/// <summary>
/// The decoder's product, the softmax, the label-smoothed cross-entropy and all their gradients, a few rows at a time:
/// the scores of a whole batch, [tokens, vocabulary], never exist at once. Smoothing is PyTorch's: eps / K on every class
/// (Szegedy et al. 2016, section 7).
/// </summary>
public static class LinearCrossEntropy
{
    /// <summary>A target that is not scored.</summary>
    public const long Ignored = -100;

    // 256 rows of 33,000 floats are 34 MB: they stay in the allocator's arena, where 2,048 rows fault in new pages every time.
    private const int RowsAtOnce = 256;

    /// <summary>Scores hidden states against their targets.</summary>
    /// <param name="hidden">[rows, dimension], float32.</param>
    /// <param name="decoder">Weights [vocabulary, dimension], float32 or in <paramref name="precision"/>, and bias [vocabulary], float32.</param>
    /// <param name="targets">[rows], int64; <see cref="Ignored"/> where nothing is to be scored.</param>
    /// <param name="precision">The type in which the product is taken; the softmax is always float32.</param>
    public static LossSums Measure(Tensor hidden, (Tensor Weight, Tensor Bias) decoder, Tensor targets, ScalarType precision) =>
        Measure(hidden, decoder, targets, precision, KernelPaths.For(hidden.device));

    /// <summary>Scores hidden states and adds up the gradients of the scaled, smoothed loss.</summary>
    /// <param name="hidden">[rows, dimension], float32, without gradient history.</param>
    /// <param name="decoder">Weights and bias, as for <c>Measure</c>.</param>
    /// <param name="gradients">What the gradients of weights and bias are added to, float32; they may be views of larger tensors.</param>
    /// <param name="targets">[rows], int64.</param>
    /// <param name="smoothing">Label smoothing eps, 0 to 1.</param>
    /// <param name="scale">What the sum of losses is multiplied by: one over the step's number of targets.</param>
    /// <param name="precision">The type in which products are taken.</param>
    /// <returns>The sums, not scaled, and the gradient with respect to <paramref name="hidden"/>.</returns>
    public static (LossSums Sums, Tensor HiddenGradient) Differentiate(
        Tensor hidden, (Tensor Weight, Tensor Bias) decoder, (Tensor Weight, Tensor Bias) gradients, Tensor targets, double smoothing,
        double scale, ScalarType precision) =>
        Differentiate(hidden, decoder, gradients, targets, smoothing, scale, precision, KernelPaths.For(hidden.device));

    /// <summary>The same, along a path of the caller's choice.</summary>
    internal static LossSums Measure(
        Tensor hidden, (Tensor Weight, Tensor Bias) decoder, Tensor targets, ScalarType precision, KernelPath path)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var transposed = decoder.Weight.to(precision).t(); // [dimension, vocabulary]
        var softmax = SoftmaxRows.Create(path, new SoftmaxTask(decoder.Bias, targets, Smoothing: 0, Scale: 1));
        foreach (var (start, count) in Chunks(hidden.shape[0]))
        {
            using var chunk = NewDisposeScope();
            softmax.Measure(hidden.narrow(0, start, count).to(precision).matmul(transposed), start);
        }
        var sums = softmax.Sums();
        return sums with { Rows = sums.Rows.MoveToOuterDisposeScope() };
    }

    /// <summary>The same, along a path of the caller's choice.</summary>
    internal static (LossSums Sums, Tensor HiddenGradient) Differentiate(
        Tensor hidden, (Tensor Weight, Tensor Bias) decoder, (Tensor Weight, Tensor Bias) gradients, Tensor targets, double smoothing,
        double scale, ScalarType precision, KernelPath path)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var weight = decoder.Weight.to(precision);
        var hiddenGradient = empty_like(hidden);
        var softmax = SoftmaxRows.Create(path, new SoftmaxTask(decoder.Bias, targets, smoothing, scale));
        foreach (var (start, count) in Chunks(hidden.shape[0]))
        {
            using var chunk = NewDisposeScope();
            var rows = hidden.narrow(0, start, count).to(precision);
            var gradient = softmax.Differentiate(rows.matmul(weight.t()), start); // [rows, vocabulary]
            hiddenGradient.narrow(0, start, count).copy_(gradient.matmul(weight));
            if (precision == ScalarType.Float32)
                gradients.Weight.addmm_(gradient.t(), rows);
            else
                gradients.Weight.AddInPlace(gradient.t().matmul(rows));
        }
        softmax.AddBiasGradientTo(gradients.Bias);
        var sums = softmax.Sums();
        return (sums with { Correct = null, Rows = sums.Rows.MoveToOuterDisposeScope() }, hiddenGradient.MoveToOuterDisposeScope());
    }

    private static IEnumerable<(int Start, int Count)> Chunks(long rows)
    {
        for (var start = 0; start < rows; start += RowsAtOnce)
            yield return (start, (int)Math.Min(RowsAtOnce, rows - start));
    }
}
