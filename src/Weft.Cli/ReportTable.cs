using Spectre.Console;
using Weft.Cli.Display;
using Weft.Evaluation;
using Weft.Evaluation.Plots;
using Weft.Evaluation.Reports;

namespace Weft.Cli;

/// <summary>Reports of splits, in a few lines each.</summary>
internal static class ReportTable
{
    private const int MostPairs = 5;

    /// <param name="reports">The reports.</param>
    /// <param name="namesWeights">Whether there are two kinds of weights, so that the table must say which were measured.</param>
    /// <param name="folder">Where the reports were written; null where they were not.</param>
    /// <param name="output">Where it goes.</param>
    public static void Write(IReadOnlyList<EvaluationReport> reports, bool namesWeights, string? folder, CommandOutput output)
    {
        output.Human.Write(Of(reports, namesWeights));
        SummaryTable.WriteSignatures(
            output, [.. reports.SelectMany(report => new[] { (report.Split, (string?)report.Signature), (report.Split + " sliding", report.Sliding?.Signature) })]);
        if (folder is not null)
            output.Line($"Report folder: {folder}");
    }

    private static Table Of(IReadOnlyList<EvaluationReport> reports, bool namesWeights)
    {
        var table = SummaryTable.Empty();
        foreach (var report in reports)
        {
            SummaryTable.AddMeasurement(table, report.Split, (report with { Sliding = null }).ToResult());
            if (namesWeights)
                SummaryTable.AddRow(table, "  weights", $"{Texts.Of(report.Weights)}, of step {report.Step:N0}");
            if (report.Sliding is { } sliding)
                SummaryTable.AddMeasurement(table, report.Split + " sliding", sliding.ToResult());
            SummaryTable.AddDetails(table, LanguageFigures.DetailsOf(report));
            AddLists(table, report.Sliding ?? report);
        }
        return table;
    }

    private static void AddLists(Table table, EvaluationReport report)
    {
        if (report.Unknown is { } unknown)
            SummaryTable.AddRow(table, "  unknown", $"{unknown:N0} of {report.Tokens:N0} tokens ({(double)unknown / report.Tokens:P2}) are the unknown token");
        if (report.FrequencyBands.Count > 0)
            SummaryTable.AddRow(table, "  by training count", [.. report.FrequencyBands.Select(band => $"{band.Label}: {band.Scores.Perplexity:N0}")]);
        if (report.Tags.Count > 0)
            SummaryTable.AddRow(table, "  by tag", [.. report.Tags.Take(MostPairs).Select(tag => $"{tag.Tag}: {tag.Scores.Perplexity:N0}")]);
        var pairs = report.Confusion.MostConfused.Take(MostPairs).Select(pair => $"{TokenLabel.Visible(pair.Target)} > {TokenLabel.Visible(pair.Predicted)} ({pair.Count:N0})");
        SummaryTable.AddRow(table, "  most confused", [.. pairs]);
    }
}
