using static TorchSharp.torch;

namespace Weft.Workers;

/// <summary>One worker: sums are what they were, everything is its own. Nothing is copied, and nothing waits.</summary>
internal sealed class Alone : IWorkers
{
    private Alone()
    {
    }

    /// <summary>The only one.</summary>
    public static Alone Instance { get; } = new();

    /// <inheritdoc/>
    public int Rank => 0;

    /// <inheritdoc/>
    public int Count => 1;

    /// <inheritdoc/>
    public IPendingSum BeginSum(Tensor numbers) => FinishedSum.Instance;

    /// <inheritdoc/>
    public IPendingSum BeginReduceScatter(Tensor numbers, Parts parts) => FinishedSum.Instance;

    /// <inheritdoc/>
    public void AllGather(Tensor numbers, Parts parts)
    {
        // The only part is everything.
    }

    /// <inheritdoc/>
    public void Sum(Span<double> numbers)
    {
        // A sum of one.
    }

    /// <inheritdoc/>
    public T[] Gather<T>(T[] own)
        where T : unmanaged => own;

    /// <inheritdoc/>
    public T FromFirst<T>(T own)
        where T : unmanaged => own;
}
