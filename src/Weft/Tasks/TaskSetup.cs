using Weft.Data;
using Weft.Evaluation;
using Weft.Runtime;
using Weft.Workers;

namespace Weft.Tasks;

/// <summary>How texts become examples, and how a model is measured on them: what all tasks have in common.</summary>
internal abstract record TaskSetup
{
    /// <summary>Tokens in a row, at most: what the model sees at once.</summary>
    public required int Context { get; init; }

    /// <summary>Examples in a batch, in measuring too.</summary>
    public required int Batch { get; init; }

    /// <summary>On which side shorter rows of a batch are padded.</summary>
    public PaddingSide Padding { get; init; }

    /// <summary>The run's seed: all that is random about examples is a function of it.</summary>
    public long Seed { get; init; }

    /// <summary>The share of all input words that is taken out.</summary>
    public double WordDropout { get; init; }

    /// <summary>How splits are measured.</summary>
    public EvaluationOptions Evaluation { get; init; } = new();

    /// <summary>The format of matrix products, which figures are signed with.</summary>
    public Precision Precision { get; init; }

    /// <summary>Who measures splits, each a part.</summary>
    public IWorkers Workers { get; init; } = Alone.Instance;
}
