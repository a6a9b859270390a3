using static TorchSharp.torch;

namespace Weft.Workers;

/// <summary>
/// The workers of a data-parallel training: each has the whole model, works on its share of every batch, and makes the same updates. All that
/// crosses from one to another goes through here. Every call but <see cref="Rank"/> and <see cref="Count"/> is one that all workers
/// make, in the same order and with the same types: whatever decides about a call must therefore be the same for all. Calls come from the
/// training's own thread alone.
/// </summary>
internal interface IWorkers
{
    /// <summary>This worker's number, from 0. The first one writes the files.</summary>
    int Rank { get; }

    /// <summary>How many workers there are, at least 1.</summary>
    int Count { get; }

    /// <summary>Replaces each number by its sum over all workers, the same bits for all of them. It has a name of its own, because TorchSharp takes an
    /// array for a tensor, a new one, in which the sum would be lost.</summary>
    /// <param name="numbers">Of the same shape on all workers, contiguous; written in place.</param>
    void SumTensor(Tensor numbers) => BeginSum(numbers).Wait();

    /// <summary>Begins what <see cref="SumTensor"/> does, so that the worker can compute meanwhile. Other calls may follow before the sum is awaited; they are
    /// made after it, in the order in which they were begun.</summary>
    /// <param name="numbers">Of the same shape on all workers, contiguous; written in place until the sum was awaited.</param>
    IPendingSum BeginSum(Tensor numbers);

    /// <summary>Replaces the numbers of this worker's part by their sum over all workers; the other parts hold nothing of use afterwards.</summary>
    /// <param name="numbers">Of the same length on all workers, contiguous; written in place.</param>
    /// <param name="parts">Which part is whose; the same on all workers.</param>
    void ReduceScatter(Tensor numbers, Parts parts) => BeginReduceScatter(numbers, parts).Wait();

    /// <summary>Begins what <see cref="ReduceScatter"/> does, as <see cref="BeginSum"/> begins a sum.</summary>
    /// <param name="numbers">Of the same length on all workers, contiguous; written in place until the sum was awaited.</param>
    /// <param name="parts">Which part is whose; the same on all workers.</param>
    IPendingSum BeginReduceScatter(Tensor numbers, Parts parts);

    /// <summary>Gives all workers each one's part.</summary>
    /// <param name="numbers">Of the same length on all workers, contiguous; written in place, but for this worker's part.</param>
    /// <param name="parts">Which part is whose; the same on all workers.</param>
    void AllGather(Tensor numbers, Parts parts);

    /// <summary>Replaces each number by its sum over all workers, the same bits for all of them.</summary>
    /// <param name="numbers">As many on all workers; written in place.</param>
    void Sum(Span<double> numbers);

    /// <summary>What all workers have, one after another by rank.</summary>
    /// <param name="own">What this one has; others may have more or less. It may be what is returned.</param>
    T[] Gather<T>(T[] own)
        where T : unmanaged;

    /// <summary>What the first worker has; what the others give is left aside.</summary>
    T FromFirst<T>(T own)
        where T : unmanaged;
}
