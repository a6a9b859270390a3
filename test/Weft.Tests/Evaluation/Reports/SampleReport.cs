using Weft.Evaluation;
using Weft.Evaluation.Confusion;
using Weft.Evaluation.Measures;
using Weft.Evaluation.Reports;

namespace Weft.Tests.Evaluation.Reports;

/// <summary>A small report in which everything stands.</summary>
internal static class SampleReport
{
    public static EvaluationReport Of(string split)
    {
        var scores = Scores.Of(10, 2, 5, 17);
        return new EvaluationReport
        {
            Split = split,
            Step = 12,
            Weights = WeightsChoice.Raw,
            Signature = "any",
            Tokens = scores.Tokens,
            Loss = scores.Loss,
            Perplexity = scores.Perplexity,
            Correct = scores.Correct,
            Accuracy = scores.Accuracy,
            TopFive = scores.TopFive,
            TopFiveAccuracy = scores.TopFiveAccuracy,
            Unknown = null,
            Words = 9,
            Bytes = 45,
            BitsPerWord = 17 / Math.Log(2) / 9,
            BitsPerByte = 17 / Math.Log(2) / 45,
            Calibration = new CalibrationReport(0.1, 15, [.. Enumerable.Range(0, 15).Select(bin => bin == 7
                ? new CalibrationBin(7 / 15.0, 8 / 15.0, 10, 2, 0.5, 0.2)
                : new CalibrationBin(bin / 15.0, (bin + 1) / 15.0, 0, 0, null, null))]),
            FrequencyBands = [new FrequencyBand(0, 0, 3, Scores.Of(4, 0, 1, 12)), new FrequencyBand(1_000, 9_999, 2, Scores.Of(6, 2, 4, 5))],
            Positions = [new PositionScores(1, Scores.Of(2, 0, 1, 6)), new PositionScores(2, Scores.Of(8, 2, 4, 11))],
            Tags = [new TagScores("NN", Scores.Of(8, 2, 4, 12)), new TagScores("VB", Scores.Of(2, 0, 1, 5))],
            Confusion = new ConfusionReport(
                6,
                new ConfusionMatrix(["dog", "a,b"], [[3, 1, 0], [0, 0, 2], [1, 0, 3]]),
                [new ConfusedPair("a,b", "cat", 2, 2, 1), new ConfusedPair("dog", "a,b", 1, 4, 0.25)]),
        };
    }
}
