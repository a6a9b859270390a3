namespace Weft.Text.Reading.Compression;

/// <summary>A packed file as the unpacker reads it, which remembers where its last two blocks began.</summary>
internal sealed class GzipSource(FileStream file) : ReadingStream
{
    private long _start;
    private long _startBefore;

    /// <summary>Notes that a member's packed bytes begin here.</summary>
    public void Begin() => (_start, _startBefore) = (file.Position, file.Position);

    /// <summary>The last two blocks and some bytes after them.</summary>
    /// <param name="more">How many bytes after them, where the file has so many.</param>
    /// <param name="start">Where they begin.</param>
    public byte[] LastBytes(int more, out long start)
    {
        start = _startBefore;
        var end = Math.Min(file.Length, file.Position + more);
        var bytes = new byte[end - start];
        file.Position = start;
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var position = file.Position;
        var count = file.Read(buffer);
        if (count > 0)
            (_startBefore, _start) = (_start, position);
        return count;
    }
}
