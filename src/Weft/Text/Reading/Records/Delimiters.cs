using CsvHelper;

namespace Weft.Text.Reading.Records;

/// <summary>What divides the fields of a file of separated values.</summary>
internal static class Delimiters
{
    /// <summary>The setting that lets the file decide.</summary>
    public const string Auto = "auto";

    /// <summary>What the setting may be, to follow "it must".</summary>
    public const string Rule = "be auto, tab, or one ASCII character such as ; that is no letter, digit, quote or blank";

    // Excel's own line before the header, which names the delimiter; CsvHelper knows it.
    private const string Hint = "sep=";

    /// <summary>Whether a setting can be used.</summary>
    public static bool IsValid(string setting) =>
        setting is Auto or "tab" or "\t" || (setting is [> ' ' and < '\u007F' and not '"'] && !char.IsAsciiLetterOrDigit(setting[0]));

    /// <summary>The delimiter of a file; null where its first line names it.</summary>
    /// <param name="setting">Valid.</param>
    /// <param name="format">CSV or TSV.</param>
    /// <param name="header">The file's first line. The rows are not asked: their texts may hold more commas than fields.</param>
    public static char? Of(string setting, TextFormat format, string header)
    {
        if (setting != Auto)
            return setting == "tab" ? '\t' : setting[0];
        if (format == TextFormat.Tsv)
            return '\t';
        if (header.StartsWith(Hint, StringComparison.OrdinalIgnoreCase))
            return null;
        using var line = new StringReader(header);
        using var reader = CsvReader.Create(line, new CsvReaderOptions { HasHeader = false });
        return reader.Separator;
    }
}
