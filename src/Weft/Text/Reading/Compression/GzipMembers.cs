using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Weft.Text.Reading.Compression;

/// <summary>
/// The unpacked bytes of a gzip file (RFC 1952) of any number of members, as <c>cat a.gz b.gz</c> and bgzip write them. Zeros after the
/// last member are padding, as tapes and disks leave it; anything else there is an error. The framework's own reader takes all that
/// follows the first member and does not begin like another for the end of the file, and so half of a damaged file goes unnoticed.
/// </summary>
/// <param name="file">The packed bytes; closed with this.</param>
internal sealed class GzipMembers(FileStream file) : ReadingStream
{
    private const int TrailerBytes = 8;

    private readonly Crc32 _checksum = new();
    private readonly GzipSource _source = new(file);
    private DeflateStream? _member;
    private uint _size;
    private bool _any;
    private bool _ended;

    /// <summary>Unpacks into the target; 0 at the end.</summary>
    /// <exception cref="InvalidDataException">The file is damaged; says at which byte.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (!_ended && !buffer.IsEmpty)
        {
            if (_member is null && !BeginMember())
                break;
            var count = Unpack(buffer);
            if (count > 0)
            {
                _checksum.Append(buffer[..count]);
                _size += (uint)count;
                return count;
            }
            EndMember();
        }
        return 0;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _member?.Dispose();
            file.Dispose();
        }
        base.Dispose(disposing);
    }

    private bool BeginMember()
    {
        _ended = _any && !GzipHeader.Follows(file);
        if (_ended || (!_any && file.Length == 0))
            return false;
        GzipHeader.Skip(file);
        _any = true;
        _size = 0;
        _source.Begin();
        _member = new DeflateStream(_source, CompressionMode.Decompress, leaveOpen: true);
        return true;
    }

    private int Unpack(Span<byte> buffer)
    {
        try
        {
            return _member!.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"it is damaged or cut off at or before byte {file.Position}: {e.Message}", e);
        }
    }

    // The unpacker reads blocks and does not say where in the last one the member ended: its checksum and size, which follow, show it.
    private void EndMember()
    {
        Span<byte> trailer = stackalloc byte[TrailerBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _checksum.GetCurrentHashAsUInt32());
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], _size);
        var last = _source.LastBytes(TrailerBytes + GzipHeader.Mark.Length, out var start);
        var at = Find(trailer, last);
        if (at < 0)
            throw new InvalidDataException($"it is damaged before byte {start + last.Length}: the checksum of what it unpacks to does not hold.");
        file.Position = start + at + TrailerBytes;
        _checksum.Reset();
        _member!.Dispose();
        _member = null;
    }

    // The trailer of an empty member is all zeros, and its packed bytes end with one: of several places it is the one before another member.
    private static int Find(ReadOnlySpan<byte> trailer, ReadOnlySpan<byte> bytes)
    {
        var first = bytes.IndexOf(trailer);
        for (var at = first; at >= 0;)
        {
            if (bytes[(at + TrailerBytes)..].StartsWith(GzipHeader.Mark))
                return at;
            var next = bytes[(at + 1)..].IndexOf(trailer);
            at = next < 0 ? next : at + 1 + next;
        }
        return first;
    }
}
