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

    /// <summary>Targets scored in each window; the window's earlier tokens are only context. 0 scores all of them.</summary>
    public int Stride { get; init; }

    /// <summary>Which weights decide what is best, and are measured at the end. Both are measured on the way where both are kept.</summary>
    public WeightsChoice Weights { get; init; }

    /// <summary>Evaluations without a better loss after which training stops; 0 never stops early.</summary>
    public int Patience { get; init; }

    /// <summary>Notes everything that is wrong.</summary>
    public void Validate(Problems problems, int context)
    {
        problems.Require(EverySteps >= 0, "evaluation.everySteps", EverySteps, "be at least 0");
        problems.Require(Stride >= 0 && Stride <= context, "evaluation.stride", Stride, $"be from 0 to training.context ({context})");
        problems.Require(Patience >= 0, "evaluation.patience", Patience, "be at least 0");
    }
}
