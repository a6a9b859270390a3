using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Weft.Cli;

/// <summary>Turns Ctrl-C and SIGTERM into a request to finish and save; a second Ctrl-C, a second later, ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    // One press of Ctrl-C may arrive twice: from the terminal, and from the process that started this one.
    private static readonly TimeSpan SamePress = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations;
    private long? _first;

    public StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
    ];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        lock (_lock)
        {
            _first ??= Stopwatch.GetTimestamp();
            context.Cancel = Stopwatch.GetElapsedTime(_first.Value) < SamePress;
        }
        _source.Cancel();
    }
}
