namespace Weft.Evaluation.Reports;

/// <summary>The targets that were predicted from equally many tokens.</summary>
/// <param name="Position">How many tokens the model saw, the one before the target included: from 1 to the context. The token before the
/// first one of a split or document is the end-of-text token.</param>
/// <param name="Scores">How well the targets are predicted.</param>
public sealed record PositionScores(int Position, Scores Scores);
