using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Weft.Cli;

/// <summary>How many files a process may have open. Every library that is loaded is one or two, and .NET ends in the middle of things when no more can be.</summary>
internal static unsafe partial class FileLimit
{
    // A training with its report has about 160 open.
    private const int Needed = 256;

    private const int StandardError = 2;

    /// <summary>Whether Weft cannot run with what is allowed.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool IsTooLow() => !OperatingSystem.IsWindows() && Allowed() < Needed;

    /// <summary>Says so with the remedy, without .NET's console, which would have to be loaded; gives the exit code.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Refuse()
    {
        var allowed = Allowed().ToString(CultureInfo.InvariantCulture);
        var needed = Needed.ToString(CultureInfo.InvariantCulture);
        var text = Encoding.ASCII.GetBytes("Only " + allowed + " files may be open at once here, and Weft needs " + needed + ". Allow more: ulimit -n 1024\n");
        fixed (byte* start = text)
            _ = Write(StandardError, start, text.Length);
        return ExitCodes.Failed;
    }

    private static ulong Allowed()
    {
        // Two numbers: the limit that holds, and the highest to which it may be raised. .NET has raised it already.
        var limits = stackalloc ulong[2];
        return GetLimit(OperatingSystem.IsMacOS() ? 8 : 7, limits) == 0 ? limits[0] : ulong.MaxValue;
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, ulong* limits);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int file, byte* bytes, nint count);
}
