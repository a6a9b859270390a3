using Weft.Data;
using Weft.Evaluation.Measures;
using Weft.Sampling.Thinning;

namespace Weft.Tasks.LanguageModelling;

/// <summary>How a text becomes the examples of a language model, which are windows of it, and how the model is measured on it.</summary>
internal sealed record LanguageModellingSetup : TaskSetup
{
    /// <summary>How the training split becomes rows; <see cref="BatchingMode.Padded"/> ones alone are padded.</summary>
    public BatchingMode Batching { get; init; }

    /// <summary>Which easy targets are left out of the softmax.</summary>
    public ThinningOptions Thinning { get; init; } = new();

    /// <summary>What a program measures itself.</summary>
    public IReadOnlyList<OwnMetric> Metrics { get; init; } = [];

    /// <summary>Targets scored in each window that is measured.</summary>
    internal int Stride => Evaluation.Stride > 0 ? Evaluation.Stride : Context;
}
