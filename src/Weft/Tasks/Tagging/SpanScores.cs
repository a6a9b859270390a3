using Weft.Evaluation.Measures;

namespace Weft.Tasks.Tagging;

/// <summary>Spans on a split: one is right where its first word, its last word and its kind are (CoNLL's measure, Tjong Kim Sang and De Meulder 2003).</summary>
/// <param name="Kind">What they are; all together where it is null.</param>
/// <param name="Spans">Spans that are there.</param>
/// <param name="Predicted">Spans that were predicted.</param>
/// <param name="Correct">Spans that are there and were predicted.</param>
internal sealed record SpanScores(string? Kind, long Spans, long Predicted, long Correct)
{
    /// <summary>Share of the spans that were predicted; null where there are none.</summary>
    public double? Recall => Spans > 0 ? (double)Correct / Spans : null;

    /// <summary>Share of the predictions that are right; null where there are none.</summary>
    public double? Precision => Predicted > 0 ? (double)Correct / Predicted : null;

    /// <summary>The harmonic mean of precision and recall: 0 where nothing is right, null where there are neither spans nor predictions.</summary>
    public double? F1 => Spans + Predicted is var both and > 0 ? 2.0 * Correct / both : null;
}

/// <summary>All that is measured of spans.</summary>
/// <param name="All">Those of all kinds together.</param>
/// <param name="F1Interval">Where their F1 lies with 95 % confidence, by which sentences the split has.</param>
/// <param name="Kinds">Each kind by itself, in ordinal order.</param>
internal sealed record SpanReport(SpanScores All, Interval F1Interval, IReadOnlyList<SpanScores> Kinds);
