namespace Weft.Evaluation.Reports;

/// <summary>How a training went.</summary>
/// <param name="Training">After each update, or each few: the mean loss of the targets trained on, nats a token, plain.</param>
/// <param name="Validation">After each evaluation: the perplexity of the validation split.</param>
internal sealed record LearningCurve(IReadOnlyList<CurvePoint> Training, IReadOnlyList<CurvePoint> Validation);

/// <summary>A figure of a training.</summary>
/// <param name="Step">After how many updates.</param>
/// <param name="Value">The figure.</param>
internal readonly record struct CurvePoint(long Step, double Value);
