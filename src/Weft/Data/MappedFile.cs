using System.IO.MemoryMappedFiles;

namespace Weft.Data;

/// <summary>A file's bytes in memory, read by the system as they are needed.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _bytes;

    public MappedFile(string path)
    {
        Length = new FileInfo(path).Length;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, capacity: 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _bytes);
        _bytes += _view.PointerOffset;
    }

    public long Length { get; }

    /// <summary>The elements from one on; the caller checks the range.</summary>
    /// <exception cref="ObjectDisposedException">The token store was closed.</exception>
    public ReadOnlySpan<T> Elements<T>(long start, int length)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_bytes == null, typeof(TokenStore));
        return new ReadOnlySpan<T>((T*)_bytes + start, length);
    }

    public void Dispose()
    {
        if (_bytes == null)
            return;
        _bytes = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
