using Weft.Foundation;

namespace Weft.Evaluation;

/// <summary>Which weights a figure is of.</summary>
public enum WeightsChoice
{
    /// <summary>Those that the last update left.</summary>
    Raw,

    /// <summary>Their running mean: see <c>optimizer.averageDecay</c>.</summary>
    Average,
}

/// <summary>When and how the model is measured.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Steps between evaluations on the validation split; 0 evaluates at the quarters of the budget, where training in between was
    /// at least as long as the split.</summary>
    public int EverySteps { get; init; }

    /// <summary>Targets scored in each window; the window's earlier tokens are only context. 0 scores all of them. Reports give both.</summary>
    public int Stride { get; init; }

    /// <summary>Which weights decide what is best, and are measured at the end. Both are measured on the way where both are kept.</summary>
    public WeightsChoice Weights { get; init; }

    /// <summary>Evaluations without a better loss after which training stops; 0 never stops early.</summary>
    public int Patience { get; init; }

    /// <summary>Whether training ends with a full report of the validation and test splits, with tables and pictures; otherwise with loss,
    /// perplexity and accuracy alone.</summary>
    public bool Report { get; init; } = true;

    /// <summary>How many of the most frequent words the confusion matrix of a report has, beside all others together.</summary>
    public int MatrixWords { get; init; } = 20;

    /// <summary>How many pairs of confused words a report lists.</summary>
    public int ConfusedPairs { get; init; } = 50;

    /// <summary>The most tokens of an answer that is predicted.</summary>
    public int LongestAnswer { get; init; } = 30;

    /// <summary>Notes everything that is wrong.</summary>
    internal void Validate(Problems problems, int context)
    {
        problems.Require(EverySteps >= 0, "evaluation.everySteps", EverySteps, "be at least 0");
        problems.Require(Stride >= 0 && Stride <= context, "evaluation.stride", Stride, $"be from 0 to training.context ({context})");
        problems.Require(Patience >= 0, "evaluation.patience", Patience, "be at least 0");
        problems.Require(MatrixWords is >= 1 and <= 1000, "evaluation.matrixWords", MatrixWords, "be from 1 to 1000");
        problems.Require(ConfusedPairs is >= 0 and <= 1_000_000, "evaluation.confusedPairs", ConfusedPairs, "be from 0 to 1000000");
        problems.Require(LongestAnswer >= 1, "evaluation.longestAnswer", LongestAnswer, "be at least 1");
    }
}
