using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Weft.Foundation.Files;

namespace Weft.Data.Store;

/// <summary>
/// A file of a token store that is read here and there, from any thread. It is not mapped into memory: where a mapped file is cut short
/// while it is used, the system ends the process; here that is an error like others.
/// </summary>
internal sealed class StoreFile(string path) : IDisposable
{
    private readonly SafeFileHandle _handle = Open(path);

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>Reads elements; the caller checks that they are there.</summary>
    /// <param name="start">The number of the first.</param>
    /// <param name="elements">Where they go.</param>
    /// <exception cref="InvalidDataException">The file ends before them: it was cut short since it was opened.</exception>
    /// <exception cref="ObjectDisposedException">The token store was closed.</exception>
    public void Read<T>(long start, Span<T> elements)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(elements);
        for (var offset = start * Unsafe.SizeOf<T>(); !bytes.IsEmpty;)
        {
            var count = RandomAccess.Read(_handle, bytes, offset);
            if (count == 0)
                throw TokenStore.Damaged(path, "was cut short while it was used");
            bytes = bytes[count..];
            offset += count;
        }
    }

    public void Dispose() => _handle.Dispose();

    private static SafeFileHandle Open(string path)
    {
        RegularFile.Require(path);
        return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
    }
}
