using Spectre.Console;
using Spectre.Console.Rendering;
using Weft.Cli.Display;
using Weft.Experiments.Comparisons;

namespace Weft.Cli.Tables;

/// <summary>Tables of any width: where the terminal is narrower, each row becomes a block of lines, a cell a line.</summary>
internal static class FittingTable
{
    // A rule and a blank on either side of a cell, and the last rule.
    private const int Frame = 3;

    /// <summary>Writes a table under its title.</summary>
    public static void Write(TextTable table, IAnsiConsole console)
    {
        console.WriteLine(table.Title);
        console.Write(WidthOf(table) <= console.Profile.Width ? Wide(table) : Narrow(table));
    }

    private static Table Wide(TextTable table)
    {
        var drawn = new Table { Border = TableBorder.Rounded };
        drawn.AddColumns([.. table.Columns.Select(Markup.Escape)]);
        foreach (var row in table.Rows)
            drawn.AddRow(row.Select(cell => TerminalText.Cell(cell)));
        return drawn;
    }

    private static Table Narrow(TextTable table)
    {
        var drawn = SummaryTable.Empty();
        foreach (var row in table.Rows)
        {
            if (drawn.Rows.Count > 0)
                drawn.AddEmptyRow();
            foreach (var (column, cell) in table.Columns.Zip(row))
                SummaryTable.AddRow(drawn, column, cell);
        }
        return drawn;
    }

    private static int WidthOf(TextTable table) => 1 + table.Columns.Index().Sum(column =>
        Frame + table.Rows.Select(row => row[column.Index]).Append(column.Item).Max(cell => new Segment(cell).CellCount()));
}
