namespace Weft.Evaluation.Reports;

/// <summary>The targets with one tag.</summary>
/// <param name="Tag">The tag's name.</param>
/// <param name="Scores">How well they are predicted.</param>
public sealed record TagScores(string Tag, Scores Scores);
