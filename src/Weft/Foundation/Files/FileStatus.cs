using System.Runtime.InteropServices;

namespace Weft.Foundation.Files;

/// <summary>What a name stands for, after all links.</summary>
internal enum FileKind
{
    /// <summary>Nothing: it is missing, a link to nothing, or a link that leads back to itself.</summary>
    Missing,

    /// <summary>A file.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A named pipe: whoever opens it waits for a writer.</summary>
    Pipe,

    /// <summary>A device, a socket, or something else that has no end.</summary>
    Device,
}

/// <summary>What the system says of a name without opening it.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Identity">The same for the same file alone, whatever its name; null where the system does not tell.</param>
/// <param name="Changed">When it was last changed in any way, in nanoseconds since 1970; 0 where the system does not tell. Unlike the time of the
/// last write this cannot be set, so that it also tells of a file that was replaced or written to under its old time.</param>
internal readonly partial record struct FileStatus(FileKind Kind, (ulong Device, ulong Number)? Identity = null, long Changed = 0)
{
    private const int CurrentFolder = -100;
    private const uint TypeNumberAndChange = 0x181;

    // ENOENT, ENOTDIR and ELOOP. Other errors, as of a system that forbids the call, say nothing of the file.
    private static readonly int[] NothingThere = [2, 20, 40];

    /// <summary>Asks for the status. Where the system has no <c>statx</c>, pipes and devices count as files.</summary>
    public static FileStatus Of(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            try
            {
                // The layout of struct statx is the same on all processors.
                Span<ulong> status = stackalloc ulong[32];
                if (StatX(CurrentFolder, path, 0, TypeNumberAndChange, ref MemoryMarshal.GetReference(status)) == 0)
                    return new FileStatus(KindOf((uint)(status[3] >> 32) & 0xF000), (status[17], status[4]), (long)status[12] * 1_000_000_000 + (uint)status[13]);
                if (NothingThere.Contains(Marshal.GetLastPInvokeError()))
                    return new FileStatus(FileKind.Missing);
            }
            catch (EntryPointNotFoundException)
            {
                // An old C library: asked below.
            }
        }
        return new FileStatus(Directory.Exists(path) ? FileKind.Folder : File.Exists(path) ? FileKind.Regular : FileKind.Missing);
    }

    private static FileKind KindOf(uint type) => type switch
    {
        0x8000 => FileKind.Regular,
        0x4000 => FileKind.Folder,
        0x1000 => FileKind.Pipe,
        _ => FileKind.Device,
    };

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, ref ulong status);
}
