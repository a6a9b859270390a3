using static TorchSharp.torch;

namespace Weft.Modeling.Attention;

/// <summary>Where the rows of a batch begin and end: what lies before and behind is padding.</summary>
/// <param name="Rows">Rows of the batch.</param>
/// <param name="Columns">Columns of each.</param>
/// <param name="Starts">In which column each row begins, [rows]; null where all begin in the first.</param>
/// <param name="Ends">Behind which column each row ends, [rows]; null where all end with the last.</param>
internal sealed record RowBounds(long Rows, long Columns, int[]? Starts, int[]? Ends)
{
    /// <summary>Whether there may be padding at all.</summary>
    public bool HasPadding => Starts is not null || Ends is not null;

    /// <summary>The bounds of a batch's rows.</summary>
    /// <param name="states">[batch, time, …]</param>
    /// <param name="starts">As <see cref="Starts"/>.</param>
    /// <param name="ends">As <see cref="Ends"/>.</param>
    /// <exception cref="ArgumentException">Starts or ends are not as many as rows, or one is outside of its row.</exception>
    public static RowBounds Of(Tensor states, IReadOnlyList<int>? starts, IReadOnlyList<int>? ends)
    {
        var (rows, columns) = (states.shape[0], states.shape[1]);
        foreach (var (given, name) in new[] { (starts, nameof(starts)), (ends, nameof(ends)) })
        {
            if (given is not null && (given.Count != rows || given.Any(column => column < 0 || column > columns)))
                throw new ArgumentException($"The {name} [{string.Join(", ", given)}] do not fit {rows} rows of {columns} columns.", name);
        }
        return new(rows, columns, starts is null ? null : [.. starts], ends is null ? null : [.. ends]);
    }

    /// <summary>In which column a row begins.</summary>
    public int StartOf(int row) => Starts?[row] ?? 0;

    /// <summary>Behind which column a row ends.</summary>
    public int EndOf(int row) => Ends?[row] ?? (int)Columns;

    /// <summary>Where there is no padding, [rows, columns].</summary>
    public Tensor IsToken(Device device)
    {
        var isToken = new bool[Rows, Columns];
        for (var row = 0; row < Rows; row++)
        {
            for (var column = StartOf(row); column < EndOf(row); column++)
                isToken[row, column] = true;
        }
        return tensor(isToken, device: device);
    }
}
