using Weft.Data;
using Weft.Evaluation;
using Weft.Runtime;
using Weft.Workers;

namespace Weft.Tasks.Classification;

/// <summary>How texts become the examples of a classifier, and how it is measured on them.</summary>
internal sealed record ClassificationSetup
{
    /// <summary>The most tokens of a text that the model sees: its first ones.</summary>
    public required int Context { get; init; }

    /// <summary>Texts in a batch, in measuring too.</summary>
    public required int Batch { get; init; }

    /// <summary>On which side shorter texts of a batch are padded.</summary>
    public PaddingSide Padding { get; init; }

    /// <summary>The run's seed: which words are taken out is a function of it.</summary>
    public long Seed { get; init; }

    /// <summary>The share of all input words that is taken out.</summary>
    public double WordDropout { get; init; }

    /// <summary>Who measures: each takes every so-manieth batch.</summary>
    public IWorkers Workers { get; init; } = Alone.Instance;

    /// <summary>How splits are measured.</summary>
    public EvaluationOptions Evaluation { get; init; } = new();

    /// <summary>The format of matrix products, which figures are signed with.</summary>
    public Precision Precision { get; init; }
}
