using Weft.Evaluation.Confusion;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Reports;
using Weft.Text;
using Weft.Workers;

namespace Weft.Evaluation;

/// <summary>All figures of a report, which are added up side by side.</summary>
internal sealed class ReportCollectors : ITokenCollector, IDisposable
{
    private readonly ReportSetup _setup;
    private readonly CalibrationBins _calibration = new();
    private readonly FrequencyBands _bands;
    private readonly PositionLosses _positions;
    private readonly TagLosses _tags;
    private readonly ConfusionSummary _confusion;
    private readonly long[] _correctAndTopFive = new long[2];

    public ReportCollectors(ReportSetup setup)
    {
        _setup = setup;
        _bands = new FrequencyBands(setup.TrainingCounts);
        _positions = new PositionLosses(setup.Context);
        _tags = new TagLosses(setup.TagNames);
        _confusion = new ConfusionSummary(setup.Vocabulary);
    }

    /// <inheritdoc/>
    public void Take(in ScoredToken token)
    {
        _correctAndTopFive[0] += token.IsCorrect ? 1 : 0;
        _correctAndTopFive[1] += token.IsInTopFive ? 1 : 0;
        _calibration.Take(token);
        _bands.Take(token);
        _positions.Take(token);
        _tags.Take(token);
        _confusion.Take(token);
    }

    /// <inheritdoc/>
    public void Merge(IWorkers workers)
    {
        workers.Sum(_correctAndTopFive);
        _calibration.Merge(workers);
        _bands.Merge(workers);
        _positions.Merge(workers);
        _tags.Merge(workers);
        _confusion.Merge(workers);
    }

    /// <summary>Tells all figures; to be asked for once.</summary>
    /// <param name="tokens">Targets scored, at least one.</param>
    /// <param name="lossSum">The sum of their losses, nats.</param>
    public EvaluationReport Report(long tokens, double lossSum)
    {
        var (correct, topFive) = (_correctAndTopFive[0], _correctAndTopFive[1]);
        var scores = Scores.Of(tokens, correct, topFive, lossSum);
        var (words, bytes) = (Known(_setup.Words), Known(_setup.Bytes));
        var bits = tokens == _setup.SplitTokens ? lossSum / Math.Log(2) : (double?)null;
        return new EvaluationReport
        {
            Split = _setup.Name ?? SplitNames.Of(_setup.Split),
            Step = _setup.Step,
            Weights = _setup.Weights,
            Signature = _setup.Signature,
            Tokens = tokens,
            Loss = scores.Loss,
            Perplexity = scores.Perplexity,
            Correct = correct,
            Accuracy = scores.Accuracy,
            TopFive = topFive,
            TopFiveAccuracy = scores.TopFiveAccuracy,
            Unknown = _setup.Unknown,
            Words = words,
            Bytes = bytes,
            BitsPerWord = bits / words,
            BitsPerByte = bits / bytes,
            Calibration = _calibration.Report(),
            FrequencyBands = _bands.Report(),
            Positions = _positions.Report(),
            Tags = _tags.Report(),
            Confusion = _confusion.Report(_setup.TrainingCounts, _setup.MatrixWords, _setup.ConfusedPairs),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _confusion.Dispose();

    private static long? Known(long size) => size > 0 ? size : null;
}
