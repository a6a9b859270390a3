using Spectre.Console;
using Weft.Data.Auditing.Results;

namespace Weft.Cli.Tables;

/// <summary>What an audit found, for people.</summary>
internal static class AuditTable
{
    /// <summary>Writes it.</summary>
    public static void Write(AuditReport report, CommandOutput output)
    {
        output.Line($"{report.Documents:N0} documents, {report.Words:N0} words, of which {report.HeldOutWords:N0} are held out; {report.Bytes / 1e6:N1} MB in {report.Seconds:N1} s");
        if (report.Findings.Count == 0)
        {
            output.Line("Nothing was found.");
            return;
        }
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("finding", "count", "words", "share");
        foreach (var finding in report.Findings)
            table.AddRow(Limits.NameOf(finding.Kind), $"{finding.Count:N0} {(finding.Count == 1 ? finding.Unit.TrimEnd('s') : finding.Unit)}", $"{finding.Words:N0}", $"{100 * finding.Share:0.##} %");
        output.Human.Write(table);
        foreach (var finding in report.Findings)
            Write(finding, output);
    }

    private static void Write(Finding finding, CommandOutput output)
    {
        output.Line($"{Limits.NameOf(finding.Kind)}: {finding.Cost}");
        foreach (var example in finding.Examples)
        {
            var besides = string.Join("; ", new[] { example.With is { } with ? $"as {with}" : null, example.Note }.OfType<string>());
            output.Line($"  {example.Place}{(besides.Length > 0 ? $" ({besides})" : "")}");
            output.Line($"    {example.Text}");
        }
    }
}
