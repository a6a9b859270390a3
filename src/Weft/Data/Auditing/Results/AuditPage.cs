using System.Globalization;
using System.Net;
using System.Text;

namespace Weft.Data.Auditing.Results;

/// <summary>An audit as a page of HTML that needs nothing else.</summary>
internal static class AuditPage
{
    private const string Style = """
        :root { color-scheme: light dark; }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #8886; vertical-align: top; }
        td.number, th.number { text-align: right; white-space: nowrap; }
        .bar { background: #8883; height: .6rem; min-width: 8rem; } .bar div { background: #c2410c; height: 100%; }
        blockquote { margin: .3rem 0; padding-left: .8rem; border-left: 3px solid #8886; overflow-wrap: anywhere; } code { overflow-wrap: anywhere; }
        """;

    /// <summary>The page.</summary>
    public static string Of(AuditReport report)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Audit of {Safe(report.Corpus)}</title><style>{Style}</style></head><body>\n")
            .Append(CultureInfo.InvariantCulture, $"<h1>Audit of {Safe(report.Corpus)}</h1>\n<p>{report.Documents:N0} documents, {report.Words:N0} words, {report.HeldOutWords:N0} of them held out; {report.Seconds:N1} s.</p>\n");
        if (report.Findings.Count == 0)
            page.Append("<p>Nothing was found.</p>\n");
        else
            AppendTable(page, report);
        foreach (var finding in report.Findings)
            AppendExamples(page, finding);
        return page.Append("</body></html>\n").ToString();
    }

    private static void AppendTable(StringBuilder page, AuditReport report)
    {
        page.Append("<table><thead><tr><th>finding</th><th class=\"number\">count</th><th class=\"number\">share of words</th><th></th><th>what it costs</th></tr></thead><tbody>\n");
        foreach (var finding in report.Findings)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Limits.NameOf(finding.Kind)}</td><td class=\"number\">{finding.Count:N0} {finding.Unit}</td><td class=\"number\">{100 * finding.Share:0.##} %</td>")
                .Append(CultureInfo.InvariantCulture, $"<td><div class=\"bar\"><div style=\"width:{100 * Math.Min(1, finding.Share):0.##}%\"></div></div></td><td>{Safe(finding.Cost)}</td></tr>\n");
        }
        page.Append("</tbody></table>\n");
    }

    private static void AppendExamples(StringBuilder page, Finding finding)
    {
        if (finding.Examples.Count == 0)
            return;
        page.Append(CultureInfo.InvariantCulture, $"<h2>{Limits.NameOf(finding.Kind)}</h2>\n");
        foreach (var example in finding.Examples)
        {
            var besides = string.Concat(example.With is { } with ? $", as <code>{Safe(with)}</code>" : "", example.Note is { } note ? $" ({Safe(note)})" : "");
            page.Append(CultureInfo.InvariantCulture, $"<p><code>{Safe(example.Place)}</code>{besides}</p><blockquote>{Safe(example.Text)}</blockquote>\n");
        }
    }

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
