using Spectre.Console;
using Weft.Cli.Display;
using Weft.Evaluation.Plots;
using Weft.Evaluation.Reports;
using Weft.Training;

namespace Weft.Cli;

/// <summary>Reports of splits, in a few lines each.</summary>
internal static class ReportTable
{
    private const int MostPairs = 5;

    /// <param name="reports">The reports.</param>
    /// <param name="namesWeights">Whether there are two kinds of weights, so that the table must say which were measured.</param>
    /// <param name="folder">Where the reports were written; null where they were not.</param>
    public static Table Of(IReadOnlyList<EvaluationReport> reports, bool namesWeights, string? folder)
    {
        var table = new Table { Border = TableBorder.Rounded, ShowHeaders = false };
        table.AddColumns("", "");
        foreach (var report in reports)
        {
            SummaryTable.AddMeasurement(table, report.Split, report.ToResult());
            if (namesWeights)
                SummaryTable.AddRow(table, "  weights", $"{Texts.Of(report.Weights)}, of step {report.Step:N0}");
            if (report.Sliding is { } sliding)
                SummaryTable.AddMeasurement(table, report.Split + " sliding", sliding.ToResult());
            SummaryTable.AddDetails(table, EvaluationDetails.Of(report));
            AddLists(table, report.Sliding ?? report);
        }
        if (folder is not null)
            SummaryTable.AddRow(table, "report folder", folder);
        return table;
    }

    private static void AddLists(Table table, EvaluationReport report)
    {
        if (report.Unknown is { } unknown)
            SummaryTable.AddRow(table, "  unknown", $"{unknown:N0} of {report.Tokens:N0} tokens ({(double)unknown / report.Tokens:P2}) are the unknown token");
        if (report.FrequencyBands.Count > 0)
        {
            SummaryTable.AddRow(
                table, "  by training count", string.Join("   ", report.FrequencyBands.Select(band => $"{band.Label}: {band.Scores.Perplexity:N0}")));
        }
        if (report.Tags.Count > 0)
            SummaryTable.AddRow(table, "  by tag", string.Join("   ", report.Tags.Take(MostPairs).Select(tag => $"{tag.Tag}: {tag.Scores.Perplexity:N0}")));
        var pairs = report.Confusion.MostConfused.Take(MostPairs).Select(pair => $"{TokenLabel.Of(pair.Target)} > {TokenLabel.Of(pair.Predicted)} ({pair.Count:N0})");
        SummaryTable.AddRow(table, "  most confused", string.Join("   ", pairs));
    }
}
