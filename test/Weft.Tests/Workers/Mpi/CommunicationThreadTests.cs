using Weft.Workers.Mpi;

namespace Weft.Tests.Workers.Mpi;

/// <summary>The thread that makes MPI's calls: what it does, and when it does no more.</summary>
public sealed class CommunicationThreadTests
{
    [Fact]
    public void Nothing_is_done_after_the_last_job_however_late_whoever_waits_for_it_comes_back()
    {
        var (idle, idleAtTheEnd) = (0, 0);
        var thread = new CommunicationThread(() => idle++, TimeSpan.FromMilliseconds(1), _ => { });
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref idle) > 2, TimeSpan.FromSeconds(30)));

        // Longer than the thread pauses: it would be idle meanwhile.
        thread.BeginLast(() => idleAtTheEnd = idle).Done.Wait();
        Thread.Sleep(100);

        Assert.Equal(idleAtTheEnd, idle);
    }

    [Fact]
    public void What_follows_a_failure_fails_as_it_did()
    {
        var heard = new List<string>();
        var thread = new CommunicationThread(() => { }, TimeSpan.FromMilliseconds(1), failure => heard.Add(failure.Message));

        var job = thread.Begin(() => throw new InvalidOperationException("no way"));
        job.Done.Wait();

        Assert.Equal("no way", job.Failure!.SourceException.Message);
        Assert.Equal("no way", Assert.Throws<InvalidOperationException>(() => thread.Begin(() => { })).Message);
        Assert.Equal("no way", Assert.Throws<InvalidOperationException>(() => thread.BeginLast(() => { })).Message);
        Assert.Equal(["no way"], heard);
    }
}
