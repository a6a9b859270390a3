namespace Weft.Evaluation.Plots;

/// <summary>How a training went.</summary>
/// <param name="Training">After each update, or each few: the mean loss of the targets trained on, nats a target, plain.</param>
/// <param name="Validation">After each evaluation: the same of the validation split.</param>
/// <param name="IsOfTokens">Whether targets are the tokens of a text, so that a loss has a perplexity.</param>
internal sealed record LearningCurve(IReadOnlyList<CurvePoint> Training, IReadOnlyList<CurvePoint> Validation, bool IsOfTokens);

/// <summary>A figure of a training.</summary>
/// <param name="Step">After how many updates.</param>
/// <param name="Value">The figure.</param>
internal readonly record struct CurvePoint(long Step, double Value);
