using Weft.Workers;

namespace Weft.Evaluation.Measures;

/// <summary>
/// The expected calibration error (Naeini et al. 2015; Guo et al. 2017, "On calibration of modern neural networks", section 2): predictions
/// are sorted into bins of equal width by the probability of the likeliest token or label; in each bin the mean probability is held against the
/// share of predictions that were right, and the gaps are averaged, each bin counted as it has predictions.
/// </summary>
internal sealed class CalibrationBins : ITokenCollector
{
    /// <summary>As many as Guo et al. take.</summary>
    public const int Bins = 15;

    private readonly long[] _tokens = new long[Bins];
    private readonly long[] _correct = new long[Bins];
    private readonly ExactSums _confidences = new(Bins);

    /// <inheritdoc/>
    public void Take(in ScoredToken token)
    {
        var bin = BinOf(token.Confidence);
        _tokens[bin]++;
        _correct[bin] += token.IsCorrect ? 1 : 0;
        _confidences.Add(bin, token.Confidence);
    }

    /// <inheritdoc/>
    public void Merge(IWorkers workers)
    {
        workers.Sum(_tokens);
        workers.Sum(_correct);
        _confidences.Merge(workers);
    }

    /// <summary>What came out; bins without predictions have no means.</summary>
    public CalibrationReport Report()
    {
        // n / N |correct / n - confidences / n| of each bin, where n of N predictions are in it.
        var error = Enumerable.Range(0, Bins).Sum(bin => Math.Abs(_correct[bin] - _confidences[bin])) / _tokens.Sum();
        return new CalibrationReport(error, Bins, [.. Enumerable.Range(0, Bins).Select(BinReport)]);
    }

    /// <summary>Bin b holds the confidences above b / 15, up to and with (b + 1) / 15; the first one 0 too.</summary>
    internal static int BinOf(double confidence) => Math.Clamp((int)Math.Ceiling(confidence * Bins) - 1, 0, Bins - 1);

    private CalibrationBin BinReport(int bin) => new(
        (double)bin / Bins,
        (double)(bin + 1) / Bins,
        _tokens[bin],
        _correct[bin],
        _tokens[bin] == 0 ? null : _confidences[bin] / _tokens[bin],
        _tokens[bin] == 0 ? null : (double)_correct[bin] / _tokens[bin]);
}

/// <summary>Whether the model knows how sure it can be.</summary>
/// <param name="ExpectedError">The expected calibration error: the mean gap between confidence and accuracy over the bins, each counted as
/// it has predictions; 0 to 1.</param>
/// <param name="BinCount">How many bins of equal width there are.</param>
/// <param name="Bins">The bins, by rising confidence.</param>
public sealed record CalibrationReport(double ExpectedError, int BinCount, IReadOnlyList<CalibrationBin> Bins);

/// <summary>The predictions of similar confidence, which is the probability of the likeliest token or label.</summary>
/// <param name="Above">Confidences are above this; the first bin has those of 0 too.</param>
/// <param name="UpTo">And at most this.</param>
/// <param name="Tokens">How many predictions there are: a token each, or a text with a label.</param>
/// <param name="Correct">How many of them were right.</param>
/// <param name="Confidence">Their mean confidence; null without predictions.</param>
/// <param name="Accuracy">The share that was right; null without predictions.</param>
public sealed record CalibrationBin(double Above, double UpTo, long Tokens, long Correct, double? Confidence, double? Accuracy);
