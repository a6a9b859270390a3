using Spectre.Console;
using Weft.Evaluation.Reports;
using Weft.Training;

namespace Weft.Cli;

/// <summary>Reports of splits, in a few lines each.</summary>
internal static class ReportTable
{
    private const int MostPairs = 5;

    public static Table Of(IReadOnlyList<EvaluationReport> reports, string folder)
    {
        var table = new Table { Border = TableBorder.Rounded, ShowHeaders = false };
        table.AddColumns("", "");
        foreach (var report in reports)
        {
            SummaryTable.AddMeasurement(table, report.Split, report.ToResult());
            if (report.Sliding is { } sliding)
                SummaryTable.AddMeasurement(table, report.Split + " sliding", sliding.ToResult());
            SummaryTable.AddDetails(table, EvaluationDetails.Of(report));
            AddLists(table, report.Sliding ?? report);
        }
        SummaryTable.AddRow(table, "report folder", folder);
        return table;
    }

    private static void AddLists(Table table, EvaluationReport report)
    {
        SummaryTable.AddRow(
            table, "  by training count", string.Join("   ", report.FrequencyBands.Select(band => $"{band.Label}: {band.Scores.Perplexity:N0}")));
        if (report.Tags.Count > 0)
            SummaryTable.AddRow(table, "  by tag", string.Join("   ", report.Tags.Take(MostPairs).Select(tag => $"{tag.Tag}: {tag.Scores.Perplexity:N0}")));
        var pairs = report.Confusion.MostConfused.Take(MostPairs).Select(pair => $"{pair.Target} > {pair.Predicted} ({pair.Count:N0})");
        SummaryTable.AddRow(table, "  most confused", string.Join("   ", pairs));
    }
}
