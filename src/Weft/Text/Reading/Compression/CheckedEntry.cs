using System.IO.Compression;
using System.IO.Hashing;

namespace Weft.Text.Reading.Compression;

/// <summary>An entry of a zip archive whose checksum is compared at its end; the framework reads it and does not look.</summary>
internal sealed class CheckedEntry : ReadingStream
{
    private readonly ZipArchiveEntry _entry;
    private readonly Stream _bytes;
    private readonly Crc32 _checksum = new();

    private CheckedEntry(ZipArchiveEntry entry, Stream bytes) => (_entry, _bytes) = (entry, bytes);

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
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _bytes.Dispose();
        base.Dispose(disposing);
    }
}
