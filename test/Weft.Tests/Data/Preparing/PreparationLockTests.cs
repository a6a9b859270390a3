using System.Net.Sockets;
using Weft.Data.Preparing;
using Weft.Foundation;
using Weft.Foundation.Files;
using Weft.Tests.Support;

namespace Weft.Tests.Data.Preparing;

public sealed class PreparationLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static bool IsUnix => !OperatingSystem.IsWindows();

    [Fact]
    public void One_that_another_has_is_waited_for()
    {
        using var stop = new CancellationTokenSource();
        var heard = new List<WorkProgress>();
        var held = PreparationLock.Take(_folder.File("lock"), progress: null, CancellationToken.None);
        // Freed at the first word of waiting.
        using var taken = PreparationLock.Take(_folder.File("lock"), new Hears(report =>
        {
            heard.Add(report);
            held.Dispose();
        }), stop.Token);

        Assert.Equal(["waiting for another process"], heard.Select(report => report.What));
    }

    [Fact]
    public void Waiting_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        using var held = PreparationLock.Take(_folder.File("lock"), progress: null, CancellationToken.None);

        Assert.Throws<OperationCanceledException>(() => PreparationLock.Take(_folder.File("lock"), new Hears(_ => stop.Cancel()), stop.Token));
    }

    [Fact(Skip = "needs Unix", SkipUnless = nameof(IsUnix))]
    public void Another_failure_is_an_error_and_not_waited_for()
    {
        // A socket is there and cannot be opened: an IOException as plain as that of a disk that fails.
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder.File("lock")));
        using var stop = new CancellationTokenSource();

        var error = Assert.Throws<IOException>(() => PreparationLock.Take(_folder.File("lock"), new Hears(_ => stop.Cancel()), stop.Token));

        Assert.False(ExclusiveFile.IsHeld(error));
        Assert.Contains(_folder.File("lock"), error.Message);
    }

    public void Dispose() => _folder.Dispose();

    private sealed class Hears(Action<WorkProgress> hear) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => hear(value);
    }
}
