using Weft.Evaluation.Confusion;
using Weft.Evaluation.Measures;

namespace Weft.Evaluation.Reports;

/// <summary>Writes the lists of a report as CSV files.</summary>
internal static class ReportTables
{
    private static readonly string[] ScoreColumns = ["tokens", "correct", "topFive", "loss", "perplexity", "accuracy", "topFiveAccuracy"];

    /// <summary>Writes all of them into a folder.</summary>
    public static void Write(string folder, EvaluationReport report)
    {
        if (report.FrequencyBands.Count > 0)
        {
            CsvTable.Write(
                At("frequency-bands.csv"), ["from", "to", "types", .. ScoreColumns],
                report.FrequencyBands.Select(band => With(band.Scores, band.From, band.To, band.Types)));
        }
        CsvTable.Write(At("positions.csv"), ["position", .. ScoreColumns], report.Positions.Select(position => With(position.Scores, position.Position)));
        WriteCalibration(folder, report.Calibration, "tokens");
        WriteConfusions(folder, report.Confusion, "targetTokens");
        if (report.Tags.Count > 0)
            CsvTable.Write(At("tags.csv"), ["tag", .. ScoreColumns], report.Tags.Select(tag => With(tag.Scores, tag.Tag)));

        string At(string name) => Path.Combine(folder, name);
    }

    /// <summary>Writes the bins of confidence.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="calibration">The bins.</param>
    /// <param name="predictions">What the number of predictions is called.</param>
    public static void WriteCalibration(string folder, CalibrationReport calibration, string predictions) => CsvTable.Write(
        Path.Combine(folder, "calibration.csv"), ["above", "upTo", predictions, "correct", "confidence", "accuracy"],
        calibration.Bins.Select(bin => new object?[] { bin.Above, bin.UpTo, bin.Tokens, bin.Correct, bin.Confidence, bin.Accuracy }));

    /// <summary>Writes the list of confusions and the matrix.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="confusion">What they show.</param>
    /// <param name="targets">What the number of targets is called.</param>
    public static void WriteConfusions(string folder, ConfusionReport confusion, string targets)
    {
        CsvTable.Write(
            Path.Combine(folder, "confused-pairs.csv"), ["target", "predicted", "count", targets, "share"],
            confusion.MostConfused.Select(pair => new object?[] { pair.Target, pair.Predicted, pair.Count, pair.TargetTokens, pair.Share }));
        WriteMatrix(Path.Combine(folder, "confusion-matrix.csv"), confusion.Matrix);
    }

    /// <summary>The first column is the target, the others are what was predicted.</summary>
    private static void WriteMatrix(string path, ConfusionMatrix matrix)
    {
        CsvTable.Write(path, ["target", .. matrix.Names], matrix.Names.Zip(matrix.Counts, (label, counts) => counts.Cast<object?>().Prepend(label)));
    }

    private static object?[] With(Scores scores, params object?[] before) =>
        [.. before, scores.Tokens, scores.Correct, scores.TopFive, scores.Loss, scores.Perplexity, scores.Accuracy, scores.TopFiveAccuracy];
}
