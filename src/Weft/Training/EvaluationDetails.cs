using Weft.Evaluation.Reports;

namespace Weft.Training;

/// <summary>The figures of a report that a summary has room for.</summary>
/// <param name="TopFiveAccuracy">Share of targets that were among the five likeliest tokens.</param>
/// <param name="BitsPerWord">Bits for a word of the original text; null where they are not known.</param>
/// <param name="BitsPerByte">Bits for a byte of the original text; null where they are not known.</param>
/// <param name="CalibrationError">The expected calibration error, 0 to 1.</param>
/// <param name="PlainPerplexity">With windows that do not overlap.</param>
/// <param name="SlidingPerplexity">With windows that overlap; null where no stride was given.</param>
public sealed record EvaluationDetails(
    double TopFiveAccuracy, double? BitsPerWord, double? BitsPerByte, double CalibrationError, double PlainPerplexity, double? SlidingPerplexity)
{
    /// <summary>Of a report; of its part with windows that overlap, where there is one.</summary>
    internal static EvaluationDetails Of(EvaluationReport report)
    {
        var main = report.Sliding ?? report;
        return new EvaluationDetails(
            main.TopFiveAccuracy, main.BitsPerWord, main.BitsPerByte, main.Calibration.ExpectedError, report.Perplexity, report.Sliding?.Perplexity);
    }
}
