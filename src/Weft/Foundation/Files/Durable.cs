using System.Runtime.InteropServices;

namespace Weft.Foundation.Files;

/// <summary>Makes a rename last through a power cut: on POSIX systems the folder that holds the name must be flushed too.</summary>
internal static partial class Durable
{
    // Input/output error, no space, quota used up: what was written is lost. Other codes say that folders cannot be flushed here.
    private static readonly int[] Losses = [5, 28, 122];

    /// <summary>Flushes a folder's entries to disk; does nothing where the system has no such call.</summary>
    /// <exception cref="IOException">The disk did not take them.</exception>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(folder, flags: 0);
        if (descriptor < 0)
            return;
        var error = FSync(descriptor) == 0 ? 0 : Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (Losses.Contains(error))
            throw new IOException($"The folder {folder} could not be flushed to disk: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    /// <summary>Creates a folder, and those above it where they are missing, and makes their names lasting.</summary>
    public static void CreateFolder(string folder)
    {
        if (Directory.Exists(folder))
            return;
        if (Path.GetDirectoryName(folder) is not { } parent)
            return;
        CreateFolder(parent);
        Directory.CreateDirectory(folder);
        FlushFolder(parent);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
