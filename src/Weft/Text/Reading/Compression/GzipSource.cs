namespace Weft.Text.Reading.Compression;

/// <summary>A packed file as the unpacker reads it, which remembers where its last two blocks began.</summary>
internal sealed class GzipSource(FileStream file) : Stream
{
    private long _start;
    private long _startBefore;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

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

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
