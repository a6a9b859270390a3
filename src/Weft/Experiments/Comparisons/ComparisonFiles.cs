using System.Text;
using Weft.Evaluation.Plots;
using Weft.Foundation;
using Weft.Foundation.Files;

namespace Weft.Experiments.Comparisons;

/// <summary>What a comparison leaves in its folder beside the runs.</summary>
internal static class ComparisonFiles
{
    /// <summary>Writes figures, tables and pictures.</summary>
    public static void Write(ComparisonFolder folder, ComparisonResult result)
    {
        WeftJson.WriteFile(folder.At("results.json"), result);
        AtomicFile.WriteText(folder.At("table.md"), Markdown(result));
        if (result.Done == 0)
            return;
        Pictures.Write(folder.At("losses-time"), () => LossPlot.OverTime(result));
        Pictures.Write(folder.At("losses-tokens"), () => LossPlot.OverTokens(result));
        if (result.Variants.Any(variant => variant.AtEnd is not null))
            Pictures.Write(folder.At("differences"), () => DifferencePlot.Draw(result));
    }

    private static string Markdown(ComparisonResult result)
    {
        var text = new StringBuilder();
        foreach (var table in ComparisonTable.Of(result))
        {
            text.Append($"{table.Title}.\n\n").Append(Line(table.Columns)).Append(Line([.. table.Columns.Select(_ => "---")]));
            foreach (var row in table.Rows)
                text.Append(Line(row));
            text.Append('\n');
        }
        foreach (var note in ComparisonTable.NotesOf(result))
            text.Append($"- {note.ReplaceLineEndings(" ")}\n");
        return text.ToString();
    }

    private static string Line(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells)} |\n";
}
