using System.Collections.Concurrent;
using Weft.Kernels.Parallel;
using Weft.Runtime;

namespace Weft.Tests.Kernels.Parallel;

public sealed class ParallelBlocksTests : IDisposable
{
    private readonly int _threads = Threads.Current;

    public static TheoryData<bool, int> Teams => OpenMpTeam.IsAvailable
        ? new() { { true, 1 }, { true, 2 }, { true, 5 }, { false, 1 }, { false, 2 }, { false, 5 } }
        : new() { { false, 1 }, { false, 2 }, { false, 5 } };

    [Fact]
    public void On_linux_the_threads_are_those_of_LibTorch() => Assert.Equal(OperatingSystem.IsLinux(), OpenMpTeam.IsAvailable);

    [Theory]
    [MemberData(nameof(Teams))]
    public void Every_block_runs_once(bool onOpenMp, int threads)
    {
        Threads.Set(threads);
        foreach (var blocks in (int[])[0, 1, 2, 3, 7, 64, 1_000])
        {
            var runs = new int[blocks];
            ParallelBlocks.Run(blocks, block => Interlocked.Increment(ref runs[block]), onOpenMp);
            Assert.All(runs, count => Assert.Equal(1, count));
        }
    }

    [Theory]
    [MemberData(nameof(Teams))]
    public void As_many_threads_work_as_LibTorch_has(bool onOpenMp, int threads)
    {
        Threads.Set(threads);
        var workers = new ConcurrentDictionary<int, bool>();
        using var all = new CountdownEvent(threads);
        // Each block waits until every thread has one, so none can take two.
        ParallelBlocks.Run(threads, _ =>
        {
            workers[Environment.CurrentManagedThreadId] = true;
            all.Signal();
            Assert.True(all.Wait(TimeSpan.FromSeconds(60)), "Too few threads came.");
        }, onOpenMp);

        Assert.Equal(threads, workers.Count);
        Assert.Contains(Environment.CurrentManagedThreadId, workers.Keys);
    }

    [Theory]
    [MemberData(nameof(Teams))]
    public void Many_calls_in_a_row_each_see_what_the_one_before_wrote(bool onOpenMp, int threads)
    {
        Threads.Set(threads);
        var numbers = new int[64];
        for (var call = 0; call < 5_000; call++)
        {
            var expected = call;
            ParallelBlocks.Run(numbers.Length, block =>
            {
                // Written by any thread in the call before: a neighbour's number must have arrived as well.
                if (numbers[block] != expected)
                    throw new InvalidOperationException($"Block {block} holds {numbers[block]} in call {expected}.");
                numbers[block]++;
            }, onOpenMp);
        }

        Assert.All(numbers, number => Assert.Equal(5_000, number));
    }

    [Theory]
    [MemberData(nameof(Teams))]
    public void An_exception_arrives_as_it_was_thrown_and_the_next_call_works(bool onOpenMp, int threads)
    {
        Threads.Set(threads);
        for (var round = 0; round < 50; round++)
        {
            var bad = round;
            var error = Assert.Throws<InvalidDataException>(() => ParallelBlocks.Run(
                100, block => { if (block == bad) throw new InvalidDataException($"block {bad}"); }, onOpenMp));
            Assert.Equal($"block {bad}", error.Message);

            var sum = 0;
            ParallelBlocks.Run(100, block => Interlocked.Add(ref sum, block), onOpenMp);
            Assert.Equal(4_950, sum);
        }
    }

    [Theory]
    [MemberData(nameof(Teams))]
    public void After_an_exception_no_further_block_begins(bool onOpenMp, int threads)
    {
        Threads.Set(threads);
        var begun = 0;
        Assert.Throws<InvalidDataException>(() => ParallelBlocks.Run(1_000_000, _ =>
        {
            Interlocked.Increment(ref begun);
            throw new InvalidDataException("mine");
        }, onOpenMp));

        // One for each thread that was at it, and not a million.
        Assert.InRange(begun, 1, threads);
    }

    [Theory]
    [MemberData(nameof(Teams))]
    public void A_call_within_a_block_runs_on_the_blocks_own_thread(bool onOpenMp, int threads)
    {
        Threads.Set(threads);
        var runs = new int[8 * 16];
        var strangers = 0;
        ParallelBlocks.Run(8, outer =>
        {
            var own = Environment.CurrentManagedThreadId;
            ParallelBlocks.Run(16, inner =>
            {
                Interlocked.Increment(ref runs[16 * outer + inner]);
                if (Environment.CurrentManagedThreadId != own)
                    Interlocked.Increment(ref strangers);
            }, onOpenMp);
        }, onOpenMp);

        Assert.All(runs, count => Assert.Equal(1, count));
        Assert.Equal(0, strangers);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Several_threads_may_call_at_once(bool onOpenMp)
    {
        Assert.SkipWhen(onOpenMp && !OpenMpTeam.IsAvailable, "LibTorch does not use libgomp here.");
        Threads.Set(3);
        var sums = new long[4];
        var callers = Enumerable.Range(0, sums.Length).Select(caller => new Thread(() =>
        {
            for (var call = 0; call < 500; call++)
                ParallelBlocks.Run(20, block => Interlocked.Add(ref sums[caller], block + 1), onOpenMp);
        })).ToList();
        callers.ForEach(caller => caller.Start());
        callers.ForEach(caller => caller.Join());

        Assert.All(sums, sum => Assert.Equal(500 * 210, sum));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_number_of_threads_may_change_between_calls(bool onOpenMp)
    {
        Assert.SkipWhen(onOpenMp && !OpenMpTeam.IsAvailable, "LibTorch does not use libgomp here.");
        for (var call = 0; call < 60; call++)
        {
            Threads.Set(1 + call % 4);
            var sum = 0;
            ParallelBlocks.Run(50, block => Interlocked.Add(ref sum, block), onOpenMp);
            Assert.Equal(1_225, sum);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_call_takes_no_managed_memory(bool onOpenMp)
    {
        Assert.SkipWhen(onOpenMp && !OpenMpTeam.IsAvailable, "LibTorch does not use libgomp here.");
        Threads.Set(3);
        Action<int> body = _ => { };
        long Calls(int count)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var call = 0; call < count; call++)
                ParallelBlocks.Run(20, body, onOpenMp);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Calls(100);

        Assert.InRange(Calls(1_000), 0, 1_000);
    }

    public void Dispose() => Threads.Set(_threads);
}
