namespace Weft.Workers;

/// <summary>The contiguous part of some rows that is one worker's; that of the next rank follows it.</summary>
/// <param name="First">The number of its first row.</param>
/// <param name="Count">How many rows; 0 where there are fewer than workers.</param>
internal readonly record struct Share(int First, int Count)
{
    /// <summary>A worker's share: parts differ by one row at most.</summary>
    /// <param name="workers">The worker, one of several.</param>
    /// <param name="rows">How many rows there are for all.</param>
    public static Share Of(IWorkers workers, int rows)
    {
        var first = (int)((long)rows * workers.Rank / workers.Count);
        return new Share(first, (int)((long)rows * (workers.Rank + 1) / workers.Count) - first);
    }
}
