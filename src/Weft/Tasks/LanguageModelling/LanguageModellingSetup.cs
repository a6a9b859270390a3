using Weft.Data;
using Weft.Evaluation;
using Weft.Evaluation.Measures;
using Weft.Runtime;
using Weft.Sampling.Thinning;
using Weft.Workers;

namespace Weft.Tasks.LanguageModelling;

/// <summary>How a text becomes the examples of a language model, and how the model is measured on it.</summary>
internal sealed record LanguageModellingSetup
{
    /// <summary>Tokens in a row: what the model sees at once.</summary>
    public required int Context { get; init; }

    /// <summary>Rows in a batch, in measuring too.</summary>
    public required int Batch { get; init; }

    /// <summary>How the training split becomes rows.</summary>
    public BatchingMode Batching { get; init; }

    /// <summary>On which side the rows of <see cref="BatchingMode.Padded"/> are padded.</summary>
    public PaddingSide Padding { get; init; }

    /// <summary>The run's seed: what is random about windows, words that are taken out, and targets that are left out, is a function of it.</summary>
    public long Seed { get; init; }

    /// <summary>The share of all input words that is taken out.</summary>
    public double WordDropout { get; init; }

    /// <summary>Which easy targets are left out of the softmax.</summary>
    public ThinningOptions Thinning { get; init; } = new();

    /// <summary>How splits are measured.</summary>
    public EvaluationOptions Evaluation { get; init; } = new();

    /// <summary>What a program measures itself.</summary>
    public IReadOnlyList<OwnMetric> Metrics { get; init; } = [];

    /// <summary>The format of matrix products, which figures are signed with.</summary>
    public Precision Precision { get; init; }

    /// <summary>Who measures splits, each a part.</summary>
    public IWorkers Workers { get; init; } = Alone.Instance;

    /// <summary>Targets scored in each window that is measured.</summary>
    internal int Stride => Evaluation.Stride > 0 ? Evaluation.Stride : Context;
}
