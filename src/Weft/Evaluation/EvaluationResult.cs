namespace Weft.Evaluation;

/// <summary>How well a model predicts a split.</summary>
/// <param name="Loss">Mean plain negative log-likelihood, nats a token.</param>
/// <param name="Perplexity">exp(<paramref name="Loss"/>).</param>
/// <param name="Accuracy">Share of targets that had the highest score.</param>
/// <param name="Tokens">Targets scored: every token of the split, once.</param>
/// <param name="Signature">What the perplexity depends on besides the model; compare only equal ones.</param>
public sealed record EvaluationResult(double Loss, double Perplexity, double Accuracy, long Tokens, string Signature);
