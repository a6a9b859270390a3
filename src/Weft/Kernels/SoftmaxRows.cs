using static TorchSharp.torch;

namespace Weft.Kernels;

/// <summary>What the softmax needs to know beside the scores.</summary>
/// <param name="Bias">[vocabulary], float32: added to the products.</param>
/// <param name="Targets">[rows], int64, for all rows of the batch.</param>
/// <param name="Smoothing">Label smoothing eps.</param>
/// <param name="Scale">What the gradient is multiplied by.</param>
internal sealed record SoftmaxTask(Tensor Bias, Tensor Targets, double Smoothing, double Scale);

/// <summary>Turns the scores of a batch, which come a few rows at a time, into losses and gradients.</summary>
internal abstract class SoftmaxRows
{
    /// <summary>Adds the losses of some rows, and counts the targets that have the highest score.</summary>
    /// <param name="product">Hidden states times weights, without bias: [some rows, vocabulary]. It may be overwritten.</param>
    /// <param name="start">The number of the first row in the batch.</param>
    public abstract void Measure(Tensor product, int start);

    /// <summary>Adds the losses of some rows.</summary>
    /// <param name="product">As in <see cref="Measure"/>.</param>
    /// <param name="start">The number of the first row in the batch.</param>
    /// <returns>
    /// The gradient (softmax - eps / K - (1 - eps) at the target) * scale, 0 where the target is ignored, in the product's
    /// type and where possible in its memory: [some rows, vocabulary].
    /// </returns>
    public abstract Tensor Differentiate(Tensor product, int start);

    /// <summary>Adds the gradient of the bias, summed over the rows given so far in float32.</summary>
    /// <param name="gradient">[vocabulary].</param>
    public abstract void AddBiasGradientTo(Tensor gradient);

    /// <summary>The sums over all rows; to be asked for once.</summary>
    public abstract LossSums Sums();

    /// <summary>Starts a batch.</summary>
    public static SoftmaxRows Create(KernelPath path, SoftmaxTask task) =>
        path == KernelPath.Simd ? new SimdSoftmaxRows(task) : new TensorSoftmaxRows(task);
}
