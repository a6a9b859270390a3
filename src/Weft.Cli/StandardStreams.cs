using System.Runtime.InteropServices;

namespace Weft.Cli;

/// <summary>
/// The standard streams, of which a shell may have closed any (<c>weft train >&amp;-</c>). What is written to a closed one is dropped, and a
/// closed input is empty: the work is done, and the exit code says how it went.
/// </summary>
internal static partial class StandardStreams
{
    private const int GetDescriptorFlags = 1;
    private const int CloseOnExec = 1;

    public static TextWriter Output => IsOpen(1) ? Console.Out : TextWriter.Null;

    public static TextWriter Error => IsOpen(2) ? Console.Error : TextWriter.Null;

    public static Stream OpenInput() => IsOpen(0) ? Console.OpenStandardInput() : Stream.Null;

    /// <summary>Whether a stream came from whoever started the program. In a closed one's place .NET opens something of its own, which is
    /// marked to be closed in other programs; nothing inherited is.</summary>
    private static bool IsOpen(int descriptor) =>
        OperatingSystem.IsWindows() || (Control(descriptor, GetDescriptorFlags) is >= 0 and var flags && (flags & CloseOnExec) == 0);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command);
}
