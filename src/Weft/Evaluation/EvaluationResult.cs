namespace Weft.Evaluation;

/// <summary>How well a model predicts a split.</summary>
/// <param name="Loss">Mean plain negative log-likelihood, nats a token.</param>
/// <param name="Perplexity">exp(<paramref name="Loss"/>).</param>
/// <param name="Accuracy">Share of targets that had the highest score.</param>
/// <param name="Tokens">Targets scored: every token of the split, once.</param>
/// <param name="Signature">What the perplexity depends on besides the model; compare only equal ones.</param>
public sealed record EvaluationResult(double Loss, double Perplexity, double Accuracy, long Tokens, string Signature)
{
    /// <summary>
    /// Bits for a byte of the original text, which compare across tokenizers as perplexities do not; null where the text's size is not known
    /// or not all of it was scored. What a tokenizer takes away (<c>words</c>: capitals, blanks, unknown words) costs nothing in it.
    /// </summary>
    public double? BitsPerByte { get; init; }

    /// <summary>The same with the bits for a byte.</summary>
    /// <param name="tokens">Tokens of the split.</param>
    /// <param name="bytes">UTF-8 bytes of its text; 0 where they are not known.</param>
    internal EvaluationResult Over(long tokens, long bytes) =>
        this with { BitsPerByte = tokens == Tokens && bytes > 0 ? Loss * Tokens / Math.Log(2) / bytes : null };
}
