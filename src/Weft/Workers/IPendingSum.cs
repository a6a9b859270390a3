namespace Weft.Workers;

/// <summary>A sum that was begun. All workers begin their sums in the same order, and wait for each once.</summary>
internal interface IPendingSum
{
    /// <summary>Waits until the numbers are summed; before that nobody may touch them.</summary>
    void Wait();
}

/// <summary>A sum that is there already.</summary>
internal sealed class FinishedSum : IPendingSum
{
    /// <summary>The only one.</summary>
    public static FinishedSum Instance { get; } = new();

    /// <inheritdoc/>
    public void Wait()
    {
        // It is there.
    }
}
