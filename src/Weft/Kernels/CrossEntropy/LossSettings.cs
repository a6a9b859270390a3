using static TorchSharp.torch;

namespace Weft.Kernels.CrossEntropy;

/// <summary>What the loss of a batch is, beside scores and targets.</summary>
/// <param name="Smoothing">Label smoothing eps, 0 to 1: PyTorch's, eps / K on every class (Szegedy et al. 2016, section 7).</param>
/// <param name="Scale">What the sum of losses is multiplied by: one over the step's number of targets.</param>
internal sealed record LossSettings(double Smoothing, double Scale)
{
    /// <summary>What each class counts, [classes], float32, or null where all count 1; as PyTorch's <c>weight</c>.</summary>
    public Tensor? ClassWeights { get; init; }

    /// <summary>What each row counts, [rows], float32, or null where all count 1.</summary>
    public Tensor? RowWeights { get; init; }

    /// <summary>Which small gradients are estimated rather than worked out.</summary>
    public GradientFilterOptions Filter { get; init; } = GradientFilterOptions.None;

    /// <summary>The key of the filter's random choices: one for each batch of each step, the same for all workers.</summary>
    public long Key { get; init; }

    /// <summary>The number of the first row in the whole batch, where other workers have those before it: the filter's choices are keyed by it.</summary>
    public long FirstRow { get; init; }
}
