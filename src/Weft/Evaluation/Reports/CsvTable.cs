using System.Globalization;
using CsvHelper;
using Weft.Foundation.Files;

namespace Weft.Evaluation.Reports;

/// <summary>Rows of figures as a file that spreadsheets read: RFC 4180, UTF-8, a header, numbers with a decimal point.</summary>
internal static class CsvTable
{
    private static readonly CsvWriterOptions Format = new() { NewLine = "\n" };

    /// <summary>Writes the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="header">The names of the columns.</param>
    /// <param name="rows">The values; null is an empty field.</param>
    public static void Write(string path, IEnumerable<string> header, IEnumerable<IEnumerable<object?>> rows) => AtomicFile.Write(path, stream =>
    {
        using var csv = CsvWriter.Create(stream, Format, leaveOpen: true);
        foreach (var row in rows.Prepend(header))
            csv.WriteRecord([.. row.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")]);
    });
}
