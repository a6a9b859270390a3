using System.Diagnostics;
using Weft.Tasks;
using Weft.Workers;
using static TorchSharp.torch;

namespace Weft.Training;

/// <summary>Workers whose calls a clock counts as communication, wherever in a step they are made.</summary>
internal sealed class ClockedWorkers : IWorkers
{
    private readonly IWorkers _workers;
    private readonly StepClock _clock;

    private ClockedWorkers(IWorkers workers, StepClock clock) => (_workers, _clock) = (workers, clock);

    /// <inheritdoc/>
    public int Rank => _workers.Rank;

    /// <inheritdoc/>
    public int Count => _workers.Count;

    /// <summary>The workers with a clock; one alone, who tells nobody anything, without.</summary>
    public static IWorkers Of(IWorkers workers, StepClock clock) => workers.Count == 1 ? workers : new ClockedWorkers(workers, clock);

    /// <inheritdoc/>
    public IPendingSum BeginSum(Tensor numbers) => Begin(() => _workers.BeginSum(numbers));

    /// <inheritdoc/>
    public IPendingSum BeginReduceScatter(Tensor numbers, Parts parts) => Begin(() => _workers.BeginReduceScatter(numbers, parts));

    /// <inheritdoc/>
    public void AllGather(Tensor numbers, Parts parts)
    {
        var begun = Stopwatch.GetTimestamp();
        _workers.AllGather(numbers, parts);
        _clock.Within(StepPart.WeightGather, begun);
    }

    /// <inheritdoc/>
    public void Sum(Span<double> numbers)
    {
        var begun = Stopwatch.GetTimestamp();
        _workers.Sum(numbers);
        _clock.Within(StepPart.Agreement, begun);
    }

    /// <inheritdoc/>
    public T[] Gather<T>(T[] own)
        where T : unmanaged
    {
        var begun = Stopwatch.GetTimestamp();
        var all = _workers.Gather(own);
        _clock.Within(StepPart.Agreement, begun);
        return all;
    }

    /// <inheritdoc/>
    public T FromFirst<T>(T own)
        where T : unmanaged
    {
        var begun = Stopwatch.GetTimestamp();
        var first = _workers.FromFirst(own);
        _clock.Within(StepPart.Agreement, begun);
        return first;
    }

    private ClockedSum Begin(Func<IPendingSum> begin)
    {
        var begun = Stopwatch.GetTimestamp();
        var sum = begin();
        _clock.Within(StepPart.GradientSum, begun);
        return new ClockedSum(sum, _clock);
    }

    /// <summary>Of a sum under way counts what is waited for it: the rest is hidden behind what the worker computes.</summary>
    private sealed class ClockedSum(IPendingSum sum, StepClock clock) : IPendingSum
    {
        public void Wait()
        {
            var begun = Stopwatch.GetTimestamp();
            sum.Wait();
            clock.Within(StepPart.GradientSum, begun);
        }
    }
}
