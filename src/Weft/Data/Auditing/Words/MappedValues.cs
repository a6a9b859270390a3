using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Weft.Foundation.Files;

namespace Weft.Data.Auditing.Words;

/// <summary>Any number of values in a temporary file, which are written one after the other and then read here and there: the system keeps in memory what there is room for.</summary>
internal sealed unsafe class MappedValues<T> : IDisposable
    where T : unmanaged
{
    private readonly string _path;
    private readonly FileStream _file;
    private MemoryMappedFile? _map;
    private MemoryMappedViewAccessor? _view;
    private byte* _start;

    /// <param name="folder">Where the file goes, until this is disposed.</param>
    public MappedValues(string folder)
    {
        Directory.CreateDirectory(folder);
        _path = TemporaryNames.Beside(Path.Combine(folder, "audit"));
        _file = new FileStream(_path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 20);
    }

    /// <summary>How many values there are.</summary>
    public long Count { get; private set; }

    /// <summary>Adds values; not after <see cref="Complete"/>.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Add(ReadOnlySpan<T> values)
    {
        _file.Write(MemoryMarshal.AsBytes(values));
        Count += values.Length;
    }

    /// <summary>Ends the writing: from here on values can be read, from any thread.</summary>
    public void Complete()
    {
        _file.Flush();
        if (Count == 0)
            return;
        _map = MemoryMappedFile.CreateFromFile(_file, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    /// <summary>Some of the values.</summary>
    public ReadOnlySpan<T> Slice(long first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + count, Count);
        return new ReadOnlySpan<T>(_start + first * Unsafe.SizeOf<T>(), count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_start != null)
            _view!.SafeMemoryMappedViewHandle.ReleasePointer();
        _view?.Dispose();
        _map?.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }
}
