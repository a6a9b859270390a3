using System.Runtime.InteropServices;

namespace Weft.Tests.Support;

/// <summary>Puts what is no file where a file is expected.</summary>
internal static partial class StrangeFiles
{
    /// <summary>The kinds there are.</summary>
    public static TheoryData<string> Kinds => ["pipe", "device", "folder", "link loop"];

    /// <summary>Replaces a file, or makes a new thing where there is none.</summary>
    public static void Put(string path, string kind)
    {
        File.Delete(path);
        switch (kind)
        {
            case "pipe":
                Assert.Equal(0, MakePipe(path, 0x1B6));
                break;
            case "device":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
            case "bad disk":
                // A regular file whose first bytes are never mapped: reading them is an input/output error (EIO), as of a bad disk.
                File.CreateSymbolicLink(path, "/proc/self/mem");
                break;
            case "folder":
                Directory.CreateDirectory(path);
                break;
            default:
                File.CreateSymbolicLink(path, path);
                break;
        }
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, uint mode);
}
