using System.IO.Compression;
using System.IO.Hashing;

namespace Weft.Text.Reading.Compression;

/// <summary>An entry of a zip archive whose checksum is compared at its end; the framework reads it and does not look.</summary>
internal sealed class CheckedEntry : Stream
{
    private readonly ZipArchiveEntry _entry;
    private readonly Stream _bytes;
    private readonly Crc32 _checksum = new();

    private CheckedEntry(ZipArchiveEntry entry, Stream bytes) => (_entry, _bytes) = (entry, bytes);

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

    /// <summary>Opens an entry.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or packed in a way that is not known; says how, without naming the archive.</exception>
    public static CheckedEntry Open(ZipArchiveEntry entry)
    {
        try
        {
            return new CheckedEntry(entry, entry.Open());
        }
        catch (Exception e) when (e is IOException or NotSupportedException or ArgumentException)
        {
            throw new InvalidDataException($"'{entry.FullName}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The bytes; 0 at the end.</summary>
    /// <exception cref="InvalidDataException">They are not those that were packed.</exception>
    public override int Read(Span<byte> buffer)
    {
        var count = _bytes.Read(buffer);
        _checksum.Append(buffer[..count]);
        if (count == 0 && !buffer.IsEmpty && _checksum.GetCurrentHashAsUInt32() != _entry.Crc32)
            throw new InvalidDataException($"the checksum of '{_entry.FullName}' does not hold: it is damaged.");
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

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _bytes.Dispose();
        base.Dispose(disposing);
    }
}
