namespace Weft.Foundation.Files;

/// <summary>Opens a file for this process alone: a lock, which the system frees when the process ends, however that ends.</summary>
internal static class ExclusiveFile
{
    // The low word of the result code where another process has the lock: EAGAIN on Linux and on other POSIX systems, and Windows' two.
    private static readonly int[] Held = [11, 35, 32, 33];

    /// <summary>Opens the file, which is made where it is missing; dispose it to free it.</summary>
    /// <exception cref="IOException">Another process has it (<see cref="IsHeld"/>), or it cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written to.</exception>
    public static FileStream Open(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Whether opening failed because another process has the file: of all failures the only one that is over by itself.</summary>
    public static bool IsHeld(IOException error) => Held.Contains(error.HResult & 0xFFFF);
}
