using Weft.Foundation;

namespace Weft.Kernels.CrossEntropy;

/// <summary>
/// Saves most of the gradient products of a large vocabulary, nearly all of whose probabilities are tiny. Gradients of targets, of
/// frequent classes and of all probabilities above a threshold are worked out as ever. What is left, the small probabilities of rarer
/// classes, is estimated: for the hidden states from one of <see cref="OneIn"/> groups of classes, for the weights from one of as many
/// rows, each counted so many times. Every one has the same chance, and so the expected gradient is the exact one. The loss is always exact.
/// </summary>
/// <remarks>
/// <see cref="OneIn"/> 0 leaves the small probabilities out, as Cut Cross-Entropy does (Wijmans et al. 2024, section 4.3): its expected
/// gradient is another one, and early in a training, when all probabilities are small, by far.
/// </remarks>
public sealed record GradientFilterOptions
{
    /// <summary>Everything is worked out.</summary>
    public static readonly GradientFilterOptions None = new() { OneIn = 1 };

    /// <summary>One of how many small gradients is looked at; 1 is all, 0 is none.</summary>
    public int OneIn { get; init; } = 8;

    /// <summary>Probabilities above it are never small.</summary>
    public double Threshold { get; init; } = 1.0 / 512;

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems)
    {
        problems.Require(OneIn is >= 0 and <= 1024, "training.gradientFilter.oneIn", OneIn, "be from 0 to 1024");
        problems.Require(Threshold is > 0 and <= 1, "training.gradientFilter.threshold", Threshold, "be above 0 and at most 1");
    }
}
