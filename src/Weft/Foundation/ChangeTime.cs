using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Weft.Foundation;

/// <summary>
/// When a file was last changed in any way, as Linux keeps it: unlike the time of the last write it cannot be set, so that it also tells of
/// a file that was replaced or written to under its old time.
/// </summary>
internal static unsafe partial class ChangeTime
{
    // linux/stat.h: the layout is the same on every processor.
    private const int StructureBytes = 256;
    private const int SecondsAt = 96;
    private const int NanosecondsAt = 104;
    private const int CurrentFolder = -100;
    private const uint WantChangeTime = 0x80;

    /// <summary>Nanoseconds since 1970; 0 where the system does not tell.</summary>
    public static long Of(string path)
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        Span<byte> structure = stackalloc byte[StructureBytes];
        try
        {
            fixed (byte* start = structure)
            {
                if (StatX(CurrentFolder, path, flags: 0, WantChangeTime, start) != 0)
                    return 0;
            }
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before 2018.
            return 0;
        }
        return BinaryPrimitives.ReadInt64LittleEndian(structure[SecondsAt..]) * 1_000_000_000 + BinaryPrimitives.ReadUInt32LittleEndian(structure[NanosecondsAt..]);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, byte* structure);
}
