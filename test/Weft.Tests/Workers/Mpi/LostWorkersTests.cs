using Weft.Tests.Support;

namespace Weft.Tests.Workers.Mpi;

/// <summary>One of three real processes fails; the launcher ends with an error, and the others say who it was.</summary>
[Collection(OfOtherProcesses.Tests)]
public class LostWorkersTests
{
    [Theory]
    [MemberData(nameof(MpiRun.Launchers), MemberType = typeof(MpiRun))]
    public Task A_stopped_worker_is_named(string launcher) => Ends(launcher, "stop 4 1", " has waited 4 s for the others in call 3 (a sum of 48000 bytes). Worker 1 gives no sign of life (process ", " is stopped).");

    [Theory]
    [MemberData(nameof(MpiRun.Launchers), MemberType = typeof(MpiRun))]
    public Task A_worker_that_lives_and_does_not_come_is_named(string launcher) => Ends(launcher, "late 4 1", " has waited 4 s for the others in call 3 (a sum of 48000 bytes). Worker 1 lives and has not come to it.", "--resume");

    [Fact]
    public Task A_worker_that_computes_for_ever_is_named() => Ends("openmpi", "endless 4 1", " has waited 4 s for the others in call 3 (a sum of 48000 bytes). Worker 1 lives and has not come to it.");

    [Fact]
    public Task A_worker_that_hangs_on_its_way_out_is_ended() => Ends("mpich", "hanging 4 1", "Last words: WorkersLostException: ", "Worker 1 lives and has not come to it.");

    [Theory]
    [InlineData("mpich", "busy 2 'for all'", " s for the others in call 3 (a word of the first worker of 1 bytes). Worker 0 lives and has not come to it.")]
    [InlineData("openmpi", "busy 2 end", " s for the others in the end. Worker 0 lives and has not come to it.")]
    public async Task What_the_first_does_for_all_may_not_take_for_ever(string launcher, string arguments, string text)
    {
        var (exitCode, output, errors) = await MpiRun.Probe(launcher, 3, arguments);

        Assert.Equal(1, exitCode);
        Assert.Contains(text, output + errors);
    }

    [Theory]
    [MemberData(nameof(MpiRun.Launchers), MemberType = typeof(MpiRun))]
    public Task A_worker_that_does_something_else_is_named(string launcher) => Ends(launcher, "astray 4 1", " instead: the workers do not do the same.");

    [Theory]
    [MemberData(nameof(MpiRun.Launchers), MemberType = typeof(MpiRun))]
    public Task An_exception_of_one_ends_all(string launcher) => Ends(launcher, "throw 60 1", "InvalidOperationException: What was to be done cannot be done.");

    [Theory]
    [MemberData(nameof(MpiRun.Launchers), MemberType = typeof(MpiRun))]
    public async Task A_worker_that_does_not_start_is_waited_for_only_so_long(string launcher)
    {
        var (exitCode, output, errors) = await MpiRun.Probe(launcher, 3, "absent 4");

        // Before MPI has begun nobody can tell the launcher a code: MPICH's may end with the signal by which it ended the absent one.
        Assert.NotEqual(0, exitCode);
        Assert.DoesNotContain("all came", output);
        Assert.Contains("WorkersLostException: This worker has waited ", output + errors);
        Assert.Contains(" s for the other workers to start.", output + errors);
    }

    [Theory]
    [MemberData(nameof(MpiRun.Launchers), MemberType = typeof(MpiRun))]
    public async Task A_killed_worker_ends_all(string launcher)
    {
        var (exitCode, output, _) = await MpiRun.Probe(launcher, 3, "kill 60 1");

        // The launcher sees it at once, and ends with the signal's number.
        Assert.Equal(launcher == "openmpi" ? 137 : 9, exitCode);
        Assert.DoesNotContain("went on", output);
    }

    [Theory]
    [InlineData("openmpi", "/nowhere/libmpi.so", "ConfigurationException: WEFT_MPI_LIBRARY is /nowhere/libmpi.so; it must be the file of an MPI library, which this cannot be loaded as.")]
    [InlineData("openmpi", "libc.so.6", "ConfigurationException: The MPI library has no MPI_Init_thread; it must be Open MPI 3 or later or MPICH 3.2 or later. Name another one in WEFT_MPI_LIBRARY.")]
    [InlineData("openmpi", "libmpich.so.12", " of 2, and the MPI library says 0 of 1: it is another launcher's. Name that of the launcher in WEFT_MPI_LIBRARY.")]
    public async Task A_library_that_is_not_the_launchers_is_refused(string launcher, string library, string message)
    {
        var (exitCode, output, errors) = await MpiRun.Probe(launcher, 2, "who 60", ("WEFT_MPI_LIBRARY", library));

        Assert.Equal(1, exitCode);
        Assert.Contains(message, output + errors);
    }

    private static async Task Ends(string launcher, string arguments, params string[] texts)
    {
        var (exitCode, output, errors) = await MpiRun.Probe(launcher, 3, arguments);

        Assert.Equal(1, exitCode);
        Assert.DoesNotContain("went on", output);
        Assert.All(texts, text => Assert.Contains(text, output + errors));
    }
}
