using Weft.Kernels.CrossEntropy.Tiled;
using static TorchSharp.torch;

namespace Weft.Kernels.CrossEntropy;

/// <summary>
/// The decoder's product, the softmax, the label-smoothed cross-entropy with class and row weights, and all their gradients, a few rows
/// at a time: the scores of a whole batch, [tokens, vocabulary], never exist at once. With class weights c, row weights s and
/// smoothing eps over K classes the loss of a row with target y is
/// s ((1 - eps) c_y (-log p_y) + eps / K sum_k c_k (-log p_k)), as PyTorch has it.
/// </summary>
internal static class LinearCrossEntropy
{
    /// <summary>A target that is not scored.</summary>
    public const long Ignored = -100;

    /// <summary>Scores hidden states against their targets.</summary>
    /// <param name="hidden">[rows, dimension], float32.</param>
    /// <param name="decoder">Weights [vocabulary, dimension], float32 or in <paramref name="precision"/>, and bias [vocabulary], float32.</param>
    /// <param name="targets">[rows], int64; <see cref="Ignored"/> where nothing is to be scored.</param>
    /// <param name="precision">The type in which the product is taken: float32 or bfloat16. The softmax is always float32.</param>
    /// <param name="predictions">Whether to say what was predicted in each row too.</param>
    /// <returns>Plain and smoothed losses are the same. The caller owns the sums.</returns>
    public static LossSums Measure(
        Tensor hidden, (Tensor Weight, Tensor Bias) decoder, Tensor targets, ScalarType precision, bool predictions = false) =>
        Measure(hidden, decoder, targets, precision, KernelPaths.For(hidden.device), predictions);

    /// <summary>Scores hidden states and adds up the gradients of the scaled loss.</summary>
    /// <param name="hidden">[rows, dimension], float32, without gradient history.</param>
    /// <param name="decoder">Weights and bias, as for <c>Measure</c>.</param>
    /// <param name="gradients">What the gradients of weights and bias are added to, float32; they may be views of larger tensors. Null where
    /// neither is trained: they are then not worked out.</param>
    /// <param name="targets">[rows], int64.</param>
    /// <param name="loss">What the loss is. Its filter is used on the CPU alone; elsewhere everything is worked out.</param>
    /// <param name="precision">The type in which products are taken: float32 or bfloat16.</param>
    /// <returns>The sums, not scaled, and the gradient with respect to <paramref name="hidden"/>; the caller owns both.</returns>
    public static (LossSums Sums, Tensor HiddenGradient) Differentiate(
        Tensor hidden, (Tensor Weight, Tensor Bias) decoder, (Tensor Weight, Tensor Bias)? gradients, Tensor targets, LossSettings loss,
        ScalarType precision) =>
        Differentiate(hidden, decoder, gradients, targets, loss, precision, KernelPaths.For(hidden.device));

    /// <summary>The same, along a path of the caller's choice.</summary>
    internal static LossSums Measure(
        Tensor hidden, (Tensor Weight, Tensor Bias) decoder, Tensor targets, ScalarType precision, KernelPath path, bool predictions = false)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var weight = decoder.Weight.detach().to(precision);
        var sums = (path, precision) switch
        {
            (KernelPath.Tensors, _) => TensorCrossEntropy.Measure(hidden, weight, decoder.Bias, targets, predictions),
            (_, ScalarType.Float32) => new TiledMeasurement<float, Float32Format>(new(hidden, weight, decoder.Bias, targets), predictions).Sums(),
            _ => new TiledMeasurement<ushort, BFloat16Format>(new(hidden, weight, decoder.Bias, targets), predictions).Sums(),
        };
        return sums.MoveToOuterDisposeScope();
    }

    /// <summary>The same, along a path of the caller's choice.</summary>
    internal static (LossSums Sums, Tensor HiddenGradient) Differentiate(
        Tensor hidden, (Tensor Weight, Tensor Bias) decoder, (Tensor Weight, Tensor Bias)? gradients, Tensor targets, LossSettings loss,
        ScalarType precision, KernelPath path)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var weight = decoder.Weight.detach().to(precision);
        var (sums, hiddenGradient) = (path, precision) switch
        {
            (KernelPath.Tensors, _) => TensorCrossEntropy.Differentiate(hidden, weight, decoder.Bias, gradients, targets, loss),
            (_, ScalarType.Float32) =>
                new TiledGradients<float, Float32Format>(new(hidden, weight, decoder.Bias, targets), loss).AddTo(gradients),
            _ => new TiledGradients<ushort, BFloat16Format>(new(hidden, weight, decoder.Bias, targets), loss).AddTo(gradients),
        };
        return (sums.MoveToOuterDisposeScope(), hiddenGradient.MoveToOuterDisposeScope());
    }
}
