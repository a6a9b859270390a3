namespace Weft.Bench.Measuring;

/// <summary>A table for the terminal that can be written row by row while its figures come in: first column to the left, others to the right.</summary>
internal sealed class TextTable(TextWriter output, params IReadOnlyList<(string Title, int Width)> columns)
{
    private const string Gap = "   ";
    private readonly int[] _widths = [.. columns.Select(column => Math.Max(column.Width, column.Title.Length))];

    /// <summary>The titles, and a line below them.</summary>
    public TextTable Header()
    {
        Row([.. columns.Select(column => column.Title)]);
        output.WriteLine(new string('─', _widths.Sum() + Gap.Length * (_widths.Length - 1)));
        return this;
    }

    /// <summary>One row; cells may be fewer than columns.</summary>
    public void Row(params IReadOnlyList<string> cells)
    {
        var padded = cells.Select((cell, i) => i == 0 ? cell.PadRight(_widths[i]) : cell.PadLeft(_widths[i]));
        output.WriteLine(string.Join(Gap, padded).TrimEnd());
        output.Flush();
    }
}
