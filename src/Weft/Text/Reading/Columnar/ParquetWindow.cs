namespace Weft.Text.Reading.Columnar;

/// <summary>
/// A Parquet file as the library sees it: its pages, and another footer. While a column is read the library sees nothing beyond it and
/// cannot go back, so that it cannot read in circles, and not for ever where a number has no end.
/// </summary>
/// <param name="file">The file; it stays open.</param>
/// <param name="footer">What takes the place of the footer: its bytes, their number, and the mark.</param>
internal sealed class ParquetWindow(Stream file, byte[] footer) : ReadingStream
{
    private long _position;
    private long _end = long.MaxValue;
    private bool _isForward;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override long Length => file.Length + footer.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => Volatile.Read(ref _position);
        set
        {
            if (value < 0 || value > Length || (_isForward && value < _position))
                throw new InvalidDataException($"a page leads to byte {value}");
            Volatile.Write(ref _position, value);
        }
    }

    /// <summary>Shows a column alone.</summary>
    public void Narrow(long start, long end)
    {
        _isForward = false;
        Position = start;
        (_isForward, _end) = (true, end);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_isForward && _position >= _end && !buffer.IsEmpty)
            throw new EndOfStreamException("its pages have fewer values than the footer says");
        var count = (int)Math.Min(buffer.Length, Math.Min(_end, Length) - _position);
        if (count <= 0)
            return 0;
        if (_position < file.Length)
        {
            file.Position = _position;
            count = file.Read(buffer[..(int)Math.Min(count, file.Length - _position)]);
        }
        else
        {
            footer.AsSpan((int)(_position - file.Length), count).CopyTo(buffer);
        }
        Volatile.Write(ref _position, _position + count);
        return count;
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer.AsSpan(offset, count)));

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };
}
