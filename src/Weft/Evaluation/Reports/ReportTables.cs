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
        CsvTable.Write(
            At("calibration.csv"), ["above", "upTo", "tokens", "correct", "confidence", "accuracy"],
            report.Calibration.Bins.Select(bin => new object?[] { bin.Above, bin.UpTo, bin.Tokens, bin.Correct, bin.Confidence, bin.Accuracy }));
        CsvTable.Write(
            At("confused-pairs.csv"), ["target", "predicted", "count", "targetTokens", "share"],
            report.Confusion.MostConfused.Select(pair => new object?[] { pair.Target, pair.Predicted, pair.Count, pair.TargetTokens, pair.Share }));
        WriteMatrix(At("confusion-matrix.csv"), report.Confusion.Matrix);
        if (report.Tags.Count > 0)
            CsvTable.Write(At("tags.csv"), ["tag", .. ScoreColumns], report.Tags.Select(tag => With(tag.Scores, tag.Tag)));

        string At(string name) => Path.Combine(folder, name);
    }

    /// <summary>The first column is the target, the others are what was predicted.</summary>
    private static void WriteMatrix(string path, ConfusionMatrix matrix)
    {
        string[] labels = [.. matrix.Words, ConfusionMatrix.Other];
        CsvTable.Write(path, ["target", .. labels], labels.Zip(matrix.Counts, (label, counts) => counts.Cast<object?>().Prepend(label)));
    }

    private static object?[] With(Scores scores, params object?[] before) =>
        [.. before, scores.Tokens, scores.Correct, scores.TopFive, scores.Loss, scores.Perplexity, scores.Accuracy, scores.TopFiveAccuracy];
}
