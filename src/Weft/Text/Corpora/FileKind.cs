using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Weft.Text.Corpora;

/// <summary>What stands at a path that is not a folder.</summary>
internal enum FileKind
{
    /// <summary>A file, which can be read as often as one likes.</summary>
    Regular,

    /// <summary>A pipe: its text comes once, or never.</summary>
    Pipe,

    /// <summary>A device or a socket.</summary>
    Other,
}

/// <summary>Tells files from pipes, devices and sockets, which wait or never end when they are read as files.</summary>
internal static partial class FileKinds
{
    private const int TypeMask = 0xF000;
    private const int Pipe = 0x1000;
    private const int Regular = 0x8000;
    private const int ModeAt = 4;

    /// <summary>Looks at what a path leads to, without opening it.</summary>
    public static FileKind Of(string path)
    {
        var file = new FileInfo(path);
        // What is no file has no size. So files with text, which are nearly all of them, need no further look.
        if (OperatingSystem.IsWindows() || (file.LinkTarget is null && file.Length > 0))
            return FileKind.Regular;
        return (ModeOf(path) & TypeMask) switch
        {
            0 or Regular => FileKind.Regular,
            Pipe => FileKind.Pipe,
            _ => FileKind.Other,
        };
    }

    // The framework gives no way to ask. Its own shim over stat(2) has the same layout on every Unix, where the system's differs.
    private static int ModeOf(string path)
    {
        Span<byte> status = stackalloc byte[512];
        try
        {
            return Stat(path, ref MemoryMarshal.GetReference(status)) == 0 ? BinaryPrimitives.ReadInt32LittleEndian(status[ModeAt..]) : 0;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return 0;
        }
    }

    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_Stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(string path, ref byte status);
}
