using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weft.Foundation.Counting;

/// <summary>Counts of pairs by rising key in a temporary file, which goes with this object.</summary>
/// <typeparam name="T">What is counted in.</typeparam>
internal sealed class SortedPairs<T> : IDisposable
    where T : unmanaged
{
    private const int PairsAtOnce = 1 << 12;
    private readonly FileStream _file;

    /// <summary>Writes pairs to a new file.</summary>
    /// <param name="folder">Where it is made.</param>
    /// <param name="pairs">By rising key.</param>
    /// <exception cref="IOException">The disk is full.</exception>
    public SortedPairs(string folder, IEnumerable<PairCount<T>> pairs)
    {
        var path = Path.Combine(folder, $"weft-pairs-{Guid.NewGuid():N}.tmp");
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        try
        {
            // Only the name goes: so nothing remains of a process that is killed.
            if (!OperatingSystem.IsWindows())
                File.Delete(path);
            foreach (var block in pairs.Chunk(PairsAtOnce))
                _file.Write(MemoryMarshal.AsBytes(block.AsSpan()));
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>How many pairs it holds.</summary>
    public long Count => _file.Length / Unsafe.SizeOf<PairCount<T>>();

    /// <summary>Reads the pairs from the first on, by one reader at a time.</summary>
    public IEnumerable<PairCount<T>> Read()
    {
        var block = new PairCount<T>[PairsAtOnce];
        _file.Position = 0;
        for (var read = block.Length; read == block.Length;)
        {
            read = _file.ReadAtLeast(MemoryMarshal.AsBytes(block.AsSpan()), block.Length * Unsafe.SizeOf<PairCount<T>>(), throwOnEndOfStream: false)
                / Unsafe.SizeOf<PairCount<T>>();
            for (var i = 0; i < read; i++)
                yield return block[i];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
