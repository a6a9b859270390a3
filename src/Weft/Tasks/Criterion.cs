using Weft.Evaluation;

namespace Weft.Tasks;

/// <summary>Which figure decides what is best, and whether more of it is better.</summary>
/// <param name="Figure">Its name in evaluations: <c>loss</c>, <c>accuracy</c>.</param>
/// <param name="IsHigherBetter">Whether the higher value is the better one.</param>
internal sealed record Criterion(string Figure, bool IsHigherBetter)
{
    /// <summary>The lowest loss is best.</summary>
    public static Criterion LowestLoss { get; } = new("loss", IsHigherBetter: false);

    /// <summary>The highest accuracy is best.</summary>
    public static Criterion HighestAccuracy { get; } = new("accuracy", IsHigherBetter: true);

    /// <summary>The highest F1 of all labels together is best.</summary>
    public static Criterion HighestMicroF1 { get; } = new("microF1", IsHigherBetter: true);

    /// <summary>The highest correlation is best.</summary>
    public static Criterion HighestCorrelation { get; } = new("pearson", IsHigherBetter: true);

    /// <summary>The highest mean reciprocal rank is best.</summary>
    public static Criterion HighestReciprocalRank { get; } = new("mrr", IsHigherBetter: true);

    /// <summary>The highest F1 of answers is best.</summary>
    public static Criterion HighestF1 { get; } = new("f1", IsHigherBetter: true);

    /// <summary>The figure of an evaluation.</summary>
    /// <exception cref="ArgumentException">The evaluation has no such figure.</exception>
    public double ValueOf(EvaluationResult result) =>
        result[Figure] ?? throw new ArgumentException($"The evaluation has no {Figure}.", nameof(result));

    /// <summary>The figure of an evaluation; null where it is the loss.</summary>
    public double? OtherThanLoss(EvaluationResult result) => this == LowestLoss ? null : ValueOf(result);

    /// <summary>Whether an evaluation is better than the best so far: by the figure, and of equals by the lower loss. A first one is.</summary>
    /// <param name="result">The evaluation.</param>
    /// <param name="best">The figure of the best so far; null before the first.</param>
    /// <param name="bestLoss">Its loss; null before the first.</param>
    public bool IsBetter(EvaluationResult result, double? best, double? bestLoss)
    {
        if (best is not { } other || bestLoss is not { } otherLoss)
            return true;
        var value = ValueOf(result);
        return value == other ? result.Loss < otherLoss : IsHigherBetter == value > other;
    }
}
