using Weft.Workers;
using static TorchSharp.torch;

namespace Weft.Tests.Support;

/// <summary>Workers that note how long each vector is that they begin to sum.</summary>
internal sealed class RecordingWorkers(IWorkers workers) : IWorkers
{
    public List<long> Begun { get; } = [];

    public int Rank => workers.Rank;

    public int Count => workers.Count;

    public IPendingSum BeginSum(Tensor numbers)
    {
        Begun.Add(numbers.numel());
        return workers.BeginSum(numbers);
    }

    public IPendingSum BeginReduceScatter(Tensor numbers, Parts parts)
    {
        Begun.Add(numbers.numel());
        return workers.BeginReduceScatter(numbers, parts);
    }

    public void AllGather(Tensor numbers, Parts parts) => workers.AllGather(numbers, parts);

    public void Sum(Span<double> numbers) => workers.Sum(numbers);

    public T[] Gather<T>(T[] own)
        where T : unmanaged => workers.Gather(own);

    public T FromFirst<T>(T own)
        where T : unmanaged => workers.FromFirst(own);
}
