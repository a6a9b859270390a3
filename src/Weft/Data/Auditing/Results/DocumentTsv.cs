using System.Globalization;
using System.Text;
using Weft.Data.Auditing.Words;
using Weft.Foundation.Files;
using Weft.Text;

namespace Weft.Data.Auditing.Results;

/// <summary>A table of the documents that something was found in: a row each, with the share of its words for each finding.</summary>
internal static class DocumentTsv
{
    /// <summary>Writes it.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="text">The text.</param>
    /// <param name="path">The file.</param>
    public static void Write(AuditReport report, AuditedText text, string path)
    {
        var any = new WordMarks(text.WordCount);
        foreach (var finding in report.Findings)
            any.Mark(finding.Marks);
        var rows = new StringBuilder($"file\trecord\tline\tsplit\twords\t{string.Join('\t', report.Findings.Select(finding => Limits.NameOf(finding.Kind)))}\n");
        foreach (var document in text.Documents)
        {
            if (document.Words == 0 || any.CountOf(document.FirstWord, document.Words) == 0)
                continue;
            var shares = report.Findings.Select(finding => (double)finding.Marks.CountOf(document.FirstWord, document.Words) / document.Words);
            rows.Append(CultureInfo.InvariantCulture, $"{text.Sources[document.File].Name}\t{document.Record}\t{document.Line}\t{SplitNames.Of(document.Split)}\t{document.Words}\t")
                .AppendJoin('\t', shares.Select(share => share.ToString("0.####", CultureInfo.InvariantCulture))).Append('\n');
        }
        AtomicFile.WriteText(path, rows.ToString());
    }
}
