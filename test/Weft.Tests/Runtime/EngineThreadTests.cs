using Weft.Runtime;

namespace Weft.Tests.Runtime;

public class EngineThreadTests
{
    [Fact]
    public async Task Everything_is_done_on_one_thread_one_after_the_other()
    {
        var (threads, inside, most) = (new HashSet<int>(), 0, 0);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => EngineThread.RunAsync(() =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            threads.Add(Environment.CurrentManagedThreadId);
            Thread.Sleep(1);
            return Interlocked.Decrement(ref inside);
        }))));

        Assert.Equal(1, most);
        Assert.DoesNotContain(Environment.CurrentManagedThreadId, threads);
        Assert.Single(threads);
    }

    [Fact]
    public void From_within_it_is_done_at_once() =>
        Assert.True(EngineThread.Run(() => EngineThread.Run(() => EngineThread.IsHere) && EngineThread.RunAsync(() => true).IsCompletedSuccessfully));

    [Fact]
    public void An_error_comes_to_the_caller_as_it_is_and_the_thread_lives_on()
    {
        var error = Assert.Throws<InvalidDataException>(() => EngineThread.Run<int>(() => throw new InvalidDataException("wrong")));

        Assert.Equal("wrong", error.Message);
        Assert.Equal(3, EngineThread.Run(() => 3));
    }

    [Fact]
    public async Task What_is_cancelled_while_it_waits_is_never_begun()
    {
        using var release = new ManualResetEventSlim();
        using var stop = new CancellationTokenSource();
        var begun = false;
        var first = EngineThread.RunAsync(() => release.Wait(TimeSpan.FromSeconds(60)), CancellationToken.None);
        var second = EngineThread.RunAsync(() => begun = true, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        release.Set();
        Assert.True(await first);
        // What is asked for later is done later: had the second been begun, it were over.
        Assert.Equal(0, EngineThread.Run(() => 0));
        Assert.False(begun);
    }

    [Fact]
    public async Task What_was_cancelled_before_it_was_asked_for_is_never_begun()
    {
        var begun = 0;
        var cancelled = new CancellationToken(canceled: true);

        Assert.Throws<OperationCanceledException>(() => EngineThread.Run(() => begun++, cancelled));
        await Assert.ThrowsAsync<OperationCanceledException>(() => EngineThread.RunAsync(() => begun++, cancelled));
        Assert.Throws<OperationCanceledException>(() => EngineThread.Run(() => EngineThread.Run(() => begun++, cancelled)));

        Assert.Equal(0, EngineThread.Run(() => begun));
    }

    [Fact]
    public void Waiting_needs_no_thread_of_the_pool()
    {
        using var release = new ManualResetEventSlim();
        ThreadPool.GetMaxThreads(out var most, out var others);
        ThreadPool.GetMinThreads(out var least, out _);
        var held = Math.Max(least, Environment.ProcessorCount);
        using var ended = new CountdownEvent(4 * held);
        var isDone = false;
        try
        {
            // The pool takes its work in order: what is queued behind these waits for the release.
            Assert.True(ThreadPool.SetMaxThreads(held, others));
            for (var i = 0; i < ended.InitialCount; i++)
            {
                ThreadPool.UnsafeQueueUserWorkItem(_ =>
                {
                    release.Wait();
                    ended.Signal();
                }, null);
            }
            var caller = new Thread(() => isDone = EngineThread.Run(() => true));
            caller.Start();

            Assert.True(caller.Join(TimeSpan.FromSeconds(60)));
        }
        finally
        {
            release.Set();
            ThreadPool.SetMaxThreads(most, others);
            ended.Wait(TimeSpan.FromSeconds(60));
        }
        Assert.True(isDone);
    }

    [Fact]
    public void A_thread_that_the_engine_waits_for_is_refused_and_not_hung_up()
    {
        Exception? error = null;
        EngineThread.Run(() =>
        {
            var helper = new Thread(() => EngineThread.Help(() => error = Record.Exception(() => EngineThread.Run(() => 0))));
            helper.Start();
            helper.Join();
            return 0;
        });

        Assert.StartsWith("A tokenizer or a task asked for a model or a training", Assert.IsType<InvalidOperationException>(error).Message, StringComparison.Ordinal);
        EngineThread.Help(() => { });
        Assert.Equal(1, EngineThread.Run(() => 1));
    }

    [Fact]
    public async Task An_error_of_cancellation_keeps_its_words_and_cancels_the_task()
    {
        var task = EngineThread.RunAsync<int>(() => throw new OperationCanceledException("saved after step 3"));

        Assert.Equal("saved after step 3", (await Assert.ThrowsAsync<OperationCanceledException>(() => task)).Message);
        Assert.True(task.IsCanceled);
    }

    [Fact]
    public void What_the_caller_keeps_for_its_logical_thread_holds_there()
    {
        var scope = new AsyncLocal<string> { Value = "request 7" };

        Assert.Equal("request 7", EngineThread.Run(() => scope.Value));
    }
}
