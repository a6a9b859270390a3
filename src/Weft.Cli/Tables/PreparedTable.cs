using Spectre.Console;
using Weft.Data.Preparing;
using Weft.Text;

namespace Weft.Cli.Tables;

/// <summary>What a preparation came to, for people.</summary>
internal static class PreparedTable
{
    private const int NamesShown = 12;

    /// <summary>The splits; sentences and untagged words where there can be any.</summary>
    public static Table Table(PreparedSummary summary)
    {
        var columns = Columns(summary).ToList();
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns(["split", .. columns.Select(column => column.Name)]);
        foreach (var (name, split) in summary.Splits)
            table.AddRow([name, .. columns.Select(column => $"{column.Value(split):N0}")]);
        return table;
    }

    /// <summary>The level as it is written in the options.</summary>
    public static string NameOf(TextLevel level) => level.ToString().ToLowerInvariant();

    /// <summary>A line on the tags.</summary>
    public static string TagsOf(PreparedSummary summary) => Found("tags", summary.Tags);

    /// <summary>A line on the labels.</summary>
    public static string LabelsOf(PreparedSummary summary) => Found("labels", summary.Labels);

    private static string Found(string what, IReadOnlyList<string> names) =>
        $"{names.Count:N0} {what} found: {string.Join(", ", names.Take(NamesShown))}{(names.Count > NamesShown ? ", ..." : "")}";

    private static IEnumerable<(string Name, Func<PreparedSplit, long?> Value)> Columns(PreparedSummary summary)
    {
        yield return ("tokens", split => split.Tokens);
        yield return ("documents", split => split.Documents);
        if (summary.Level == TextLevel.Sentence)
            yield return ("sentences", split => split.Sentences);
        yield return ("words", split => split.Words);
        yield return ("bytes", split => split.Bytes);
        if (summary.Tags.Count > 0)
            yield return ("untagged words", split => split.Untagged);
    }
}
