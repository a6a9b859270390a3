using Weft.Evaluation;

namespace Weft.Tasks;

/// <summary>Which figure decides what is best, and whether more of it is better.</summary>
/// <param name="Figure">Its name in evaluations: <c>loss</c>, <c>accuracy</c>.</param>
/// <param name="IsHigherBetter">Whether the higher value is the better one.</param>
internal sealed record Criterion(string Figure, bool IsHigherBetter)
{
    /// <summary>The lowest loss is best.</summary>
    public static Criterion LowestLoss { get; } = new("loss", IsHigherBetter: false);

    /// <summary>The figure of an evaluation.</summary>
    /// <exception cref="ArgumentException">The evaluation has no such figure.</exception>
    public double ValueOf(EvaluationResult result) =>
        result[Figure] ?? throw new ArgumentException($"The evaluation has no {Figure}.", nameof(result));

    /// <summary>Whether a value is better than another; a first value is better than none.</summary>
    public bool IsBetter(double value, double? than) => than is not { } other || (IsHigherBetter ? value > other : value < other);
}
