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
        Assert.False(begun);
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
