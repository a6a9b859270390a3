using Weft.Evaluation.Reports;

namespace Weft.Evaluation;

/// <summary>The figures of a language model, by their names.</summary>
internal static class LanguageFigures
{
    /// <summary>exp(loss).</summary>
    public const string Perplexity = "perplexity";

    /// <summary>Bits for a byte of the original text.</summary>
    public const string BitsPerByte = "bitsPerByte";

    /// <summary>Share of targets that had the highest score.</summary>
    public const string Accuracy = "accuracy";

    /// <summary>Whether a program may call a figure of its own so: no other has the name, and a log's line has no such key.</summary>
    public static bool IsFree(string name) => name is [>= 'a' and <= 'z', ..] && name.All(char.IsAsciiLetterOrDigit)
        && name is not (Perplexity or BitsPerByte or Accuracy) && !EvaluationResult.Reserved.Contains(name, StringComparer.Ordinal);

    /// <summary>The figures of a split.</summary>
    /// <param name="loss">Mean plain negative log-likelihood, nats a token.</param>
    /// <param name="targets">Targets scored.</param>
    /// <param name="accuracy">Share of targets that had the highest score.</param>
    /// <param name="signature">From <see cref="PerplexitySignature"/>.</param>
    /// <param name="bitsPerByte">Bits for a byte of the original text; null where its size is not known or not all of it was scored.</param>
    public static EvaluationResult Of(double loss, long targets, double accuracy, string signature, double? bitsPerByte) => new(loss, targets, signature, new Figures
    {
        { Perplexity, Math.Min(double.MaxValue, Math.Exp(loss)) },
        { BitsPerByte, bitsPerByte },
        { Accuracy, accuracy },
    });

    /// <summary>The figures of a report that a summary has room for: of its part with windows that overlap, where there is one.</summary>
    public static Figures DetailsOf(EvaluationReport report)
    {
        var main = report.Sliding ?? report;
        return new Figures
        {
            { "topFiveAccuracy", main.TopFiveAccuracy },
            { "bitsPerWord", main.BitsPerWord },
            { BitsPerByte, main.BitsPerByte },
            { "calibrationError", main.Calibration.ExpectedError },
            { "plainPerplexity", report.Perplexity },
            { "slidingPerplexity", report.Sliding?.Perplexity },
        };
    }
}
