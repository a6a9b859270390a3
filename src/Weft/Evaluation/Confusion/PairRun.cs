using System.Runtime.InteropServices;

namespace Weft.Evaluation.Confusion;

/// <summary>Counts of pairs by rising key in a temporary file, which goes with this object.</summary>
internal sealed class PairRun : IDisposable
{
    private const int BufferBytes = 1 << 16;
    private readonly FileStream _file;

    /// <summary>Writes pairs to a new file.</summary>
    /// <param name="folder">Where it is made.</param>
    /// <param name="pairs">By rising key.</param>
    /// <exception cref="IOException">The disk is full.</exception>
    public PairRun(string folder, IEnumerable<PairCount> pairs)
    {
        var path = Path.Combine(folder, $"weft-confusion-{Guid.NewGuid():N}.tmp");
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferBytes, FileOptions.DeleteOnClose);
        try
        {
            foreach (var pair in pairs)
                _file.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<PairCount>(in pair)));
            _file.Flush();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Reads the pairs from the first on.</summary>
    public IEnumerable<PairCount> Read()
    {
        _file.Position = 0;
        while (ReadOne() is { } pair)
            yield return pair;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private PairCount? ReadOne()
    {
        PairCount pair = default;
        var bytes = MemoryMarshal.AsBytes(new Span<PairCount>(ref pair));
        return _file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length ? pair : null;
    }
}
