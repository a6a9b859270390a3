using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Weft.Experiments.Processes;

/// <summary>Asks another process to end in its own way.</summary>
internal static partial class ChildSignals
{
    private const int Terminate = 15;

    /// <summary>Sends SIGTERM. Where there are no signals, the console has told the process already.</summary>
    public static void AskToStop(Process process)
    {
        if (!OperatingSystem.IsWindows() && !process.HasExited)
            _ = Kill(process.Id, Terminate);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
