namespace Weft.Evaluation.Reports;

/// <summary>Whether the model knows how sure it can be.</summary>
/// <param name="ExpectedError">The expected calibration error: the mean gap between confidence and accuracy over the bins, each counted as
/// it has predictions; 0 to 1.</param>
/// <param name="BinCount">How many bins of equal width there are.</param>
/// <param name="Bins">The bins, by rising confidence.</param>
public sealed record CalibrationReport(double ExpectedError, int BinCount, IReadOnlyList<CalibrationBin> Bins);

/// <summary>The predictions of similar confidence, which is the probability of the likeliest token.</summary>
/// <param name="Above">Confidences are above this; the first bin has those of 0 too.</param>
/// <param name="UpTo">And at most this.</param>
/// <param name="Tokens">How many predictions there are.</param>
/// <param name="Correct">How many of them were right.</param>
/// <param name="Confidence">Their mean confidence; null without predictions.</param>
/// <param name="Accuracy">The share that was right; null without predictions.</param>
public sealed record CalibrationBin(double Above, double UpTo, long Tokens, long Correct, double? Confidence, double? Accuracy);
