using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Weft.Experiments.Processes;
using Weft.Workers;

namespace Weft.Cli;

/// <summary>
/// Turns Ctrl-C, SIGTERM, SIGUSR1, the closing of the terminal and the end of the process that started this one into a request to finish and save; a
/// second Ctrl-C, a second later, ends the process at once.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    // SIGUSR1 on Linux.
    private const PosixSignal UserSignal = (PosixSignal)10;

    // One press of Ctrl-C may arrive twice: from the terminal, and from the process that started this one.
    private static readonly TimeSpan SamePress = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations;
    private long? _first;

    public StopSignals()
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        ];
        // Batch systems send it some time before they kill.
        if (OperatingSystem.IsLinux())
            _registrations.Add(PosixSignalRegistration.Create(UserSignal, HangUp));
        if (!IgnoresHangUp())
            _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, HangUp));
        // Launchers give the standard input to the first worker; all others' is empty.
        if (WorkerEnvironment.Current.Rank == 0)
            ParentWatch.Begin(Console.OpenStandardInput, Stop);
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        lock (_lock)
            _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        lock (_lock)
        {
            _first ??= Stopwatch.GetTimestamp();
            context.Cancel = Stopwatch.GetElapsedTime(_first.Value) < SamePress;
        }
        Stop();
    }

    /// <summary>Shell and system may both tell of a closed terminal, at any distance: that is no impatience.</summary>
    private void HangUp(PosixSignalContext context)
    {
        context.Cancel = true;
        Stop();
    }

    private void Stop()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It is over already.
        }
    }

    /// <summary>Whether the process was started to outlive its terminal, as nohup does. Elsewhere than on Linux nothing tells.</summary>
    private static bool IgnoresHangUp()
    {
        const string Status = "/proc/self/status";
        const string Ignored = "SigIgn:";
        if (!OperatingSystem.IsLinux() || !File.Exists(Status))
            return false;
        var line = File.ReadLines(Status).FirstOrDefault(line => line.StartsWith(Ignored, StringComparison.Ordinal));
        return line is not null && (ulong.Parse(line.AsSpan(Ignored.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 1) != 0;
    }
}
