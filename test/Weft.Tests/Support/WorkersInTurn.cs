using System.Runtime.ExceptionServices;
using Weft.Workers;
using static TorchSharp.torch;

namespace Weft.Tests.Support;

/// <summary>
/// Workers in threads of one process, one of which runs at a time: each up to its next call, then the one with the next rank, so that all that
/// LibTorch has once for a process is the running one's. When all have made a call, each takes the result from what all have given.
/// </summary>
internal sealed class WorkersInTurn
{
    private readonly SemaphoreSlim[] _turns;
    private readonly object?[] _given;
    private readonly bool[] _ended;
    private readonly ExceptionDispatchInfo?[] _errors;

    private WorkersInTurn(int count) => (_turns, _given, _ended, _errors) =
        ([.. Enumerable.Range(0, count).Select(_ => new SemaphoreSlim(0))], new object?[count], new bool[count], new ExceptionDispatchInfo?[count]);

    /// <summary>Runs the same on each worker.</summary>
    /// <param name="work">Makes all that the worker needs in its own thread.</param>
    /// <param name="count">How many workers.</param>
    /// <returns>What each gave.</returns>
    public static T[] Run<T>(Func<IWorkers, T> work, int count = 3)
    {
        var results = new T[count];
        var errors = Try(workers => results[workers.Rank] = work(workers), count);
        errors.Where(error => error is not null).OrderBy(error => error!.SourceException is LeftAloneException).FirstOrDefault()?.Throw();
        return results;
    }

    /// <summary>The same, and what each threw.</summary>
    public static ExceptionDispatchInfo?[] Try(Action<IWorkers> work, int count = 3)
    {
        var all = new WorkersInTurn(count);
        var threads = Enumerable.Range(0, count).Select(rank => new Thread(() => all.Work(rank, work))).ToList();
        threads.ForEach(thread => thread.Start());
        all._turns[0].Release();
        threads.ForEach(thread => thread.Join());
        return all._errors;
    }

    private void Work(int rank, Action<IWorkers> work)
    {
        _turns[rank].Wait();
        try
        {
            work(new Worker(this, rank));
        }
#pragma warning disable CA1031 // It is thrown again in the test's thread.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _errors[rank] = ExceptionDispatchInfo.Capture(e);
        }
        _ended[rank] = true;
        PassOn(rank);
    }

    /// <summary>Lets the next worker run that has not ended, or the same one again.</summary>
    private void PassOn(int rank)
    {
        var next = Enumerable.Range(1, _turns.Length).Select(step => (rank + step) % _turns.Length).Where(next => !_ended[next]).ToList();
        if (next.Count > 0)
            _turns[next[0]].Release();
    }

    /// <summary>Gives something and takes what all gave in the same call.</summary>
    private T[] Exchange<T>(int rank, T given)
    {
        _given[rank] = given;
        Turn(rank);
        // All have given; nobody gives anew, or ends, before all have taken.
        if (Array.IndexOf(_ended, true) is var missing and >= 0)
            throw new LeftAloneException($"Worker {rank} waits for worker {missing}, which has ended: {_errors[missing]?.SourceException.Message}");
        T[] all = [.. _given.Cast<T>()];
        Turn(rank);
        return all;
    }

    private void Turn(int rank)
    {
        PassOn(rank);
        _turns[rank].Wait();
    }

    private sealed class Worker(WorkersInTurn all, int rank) : IWorkers
    {
        public int Rank => rank;

        public int Count => all._turns.Length;

        public void SumTensor(Tensor numbers)
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            var parts = all.Exchange(rank, numbers.clone());
            Assert.All(parts, part => Assert.Equal(numbers.numel(), part.numel()));
            numbers.copy_(Sum(parts));
            // Nobody's clone goes before all have read it.
            all.Exchange(rank, 0);
        }

        /// <summary>By the tree of real workers, so that the bits are theirs.</summary>
        private static Tensor Sum(Tensor[] parts)
        {
            for (var distance = 1; distance < parts.Length; distance *= 2)
            {
                for (var i = 0; i + distance < parts.Length; i += 2 * distance)
                    parts[i] = parts[i] + parts[i + distance];
            }
            return parts[0];
        }

        public IPendingSum BeginSum(Tensor numbers)
        {
            SumTensor(numbers);
            return FinishedSum.Instance;
        }

        public IPendingSum BeginReduceScatter(Tensor numbers, Parts parts)
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            var sum = numbers.clone();
            SumTensor(sum);
            // The others' parts are of no use, which whoever reads them shall notice.
            numbers.fill_(float.NaN);
            var (start, length) = parts.Of(rank);
            numbers.narrow(0, start, length).copy_(sum.narrow(0, start, length));
            return FinishedSum.Instance;
        }

        public void AllGather(Tensor numbers, Parts parts)
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            var copies = all.Exchange(rank, numbers.clone());
            for (var other = 0; other < Count; other++)
            {
                var (start, length) = parts.Of(other);
                numbers.narrow(0, start, length).copy_(copies[other].narrow(0, start, length));
            }
            // Nobody's copy goes before all have read it.
            all.Exchange(rank, 0);
        }

        public void Sum(Span<double> numbers)
        {
            var parts = all.Exchange(rank, numbers.ToArray());
            Assert.All(parts, part => Assert.Equal(parts[0].Length, part.Length));
            for (var i = 0; i < numbers.Length; i++)
                numbers[i] = parts.Sum(part => part[i]);
        }

        public T[] Gather<T>(T[] own)
            where T : unmanaged => [.. all.Exchange(rank, own).SelectMany(part => part)];

        public T FromFirst<T>(T own)
            where T : unmanaged => all.Exchange(rank, own)[0];
    }
}

/// <summary>A worker waits for one that has ended.</summary>
internal sealed class LeftAloneException(string message) : Exception(message);
