namespace Weft.Workers;

/// <summary>A contiguous part of some rows; that of the next number follows it.</summary>
/// <param name="First">The number of its first row.</param>
/// <param name="Count">How many rows; 0 where there are fewer than parts.</param>
internal readonly record struct Share(int First, int Count)
{
    /// <summary>A worker's share: parts differ by one row at most.</summary>
    /// <param name="workers">The worker, one of several.</param>
    /// <param name="rows">How many rows there are for all.</param>
    public static Share Of(IWorkers workers, int rows) => Of(workers.Rank, workers.Count, rows);

    /// <summary>One of several parts, which differ by one row at most.</summary>
    /// <param name="part">Its number, from 0.</param>
    /// <param name="parts">How many parts there are.</param>
    /// <param name="rows">How many rows there are for all parts.</param>
    public static Share Of(int part, int parts, int rows)
    {
        var first = (int)((long)rows * part / parts);
        return new Share(first, (int)((long)rows * (part + 1) / parts) - first);
    }
}
