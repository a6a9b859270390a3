using System.Buffers.Binary;

namespace Weft.Text.Reading.Columnar;

/// <summary>
/// Walks over the pages of a column before the library reads them: how large pages say that they are, packed and unpacked, and how
/// many values they hold. The library takes memory for whatever they say, and reads on until it has the number of values.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="end">Where its pages end and the footer begins.</param>
internal sealed class ParquetPages(Stream file, long end)
{
    // What a page of any size may unpack to, and how many times as much as it has bytes: gzip reaches 1,032.
    private const long FreeBytes = 64 << 20;
    private const long MostRatio = 1_100;

    private const int Snappy = 1;
    private const int Zstd = 6;
    private const int DictionaryPage = 2;

    private readonly byte[] _head = new byte[1 << 13];

    /// <summary>Checks all pages of a column.</summary>
    /// <returns>Where the last one ends, and the largest size that one unpacks to.</returns>
    /// <exception cref="InvalidDataException">They cannot be what the footer says, or would take more memory than a page can.</exception>
    public (long End, long Largest) Check(ParquetChunk chunk)
    {
        var (at, left, largest) = (chunk.Start, chunk.Values, 0L);
        while (left > 0)
        {
            if (at < 4 || at >= end)
                throw new InvalidDataException($"its pages have {left:N0} values fewer than the footer says");
            var page = ReadHeader(at, out var length);
            var data = at + length;
            if (page.Packed < 0 || page.Packed > end - data)
                throw new InvalidDataException($"the page at byte {at} reaches into the footer");
            if (page.LevelBytes < 0 || page.LevelBytes > page.Packed)
                throw new InvalidDataException($"the page at byte {at} has levels longer than itself");
            CheckSize(page.Unpacked, page.Packed, at);
            CheckSize(DeclaredSize(chunk.Codec, data + page.LevelBytes, page.Packed - page.LevelBytes), page.Packed, at);
            var most = page.Type == DictionaryPage ? page.Unpacked / sizeof(int) : left;
            if (page.Values < 0 || page.Values > most)
                throw new InvalidDataException($"the page at byte {at} has {page.Values:N0} values; there is room for {most:N0}");
            left -= page.Type == DictionaryPage ? 0 : page.Values;
            largest = Math.Max(largest, page.Unpacked);
            at = data + page.Packed;
        }
        return (at, largest);
    }

    private static void CheckSize(long unpacked, long packed, long at)
    {
        if (unpacked < 0 || unpacked > FreeBytes + MostRatio * packed || unpacked > Array.MaxLength)
            throw new InvalidDataException($"the page at byte {at} says that its {packed:N0} bytes unpack to {unpacked:N0}");
    }

    private ParquetPage ReadHeader(long at, out int length)
    {
        var head = ReadAt(at, _head);
        try
        {
            return ParquetPage.Read(new ThriftReader(head), out length);
        }
        catch (EndOfStreamException) when (head.Length == _head.Length)
        {
            // Statistics may hold long texts.
            return ParquetPage.Read(new ThriftReader(ReadAt(at, new byte[1 << 24])), out length);
        }
    }

    // Two formats say themselves how long they are unpacked, and the library believes them rather than the page.
    private long DeclaredSize(int codec, long at, long length)
    {
        if (codec is not (Snappy or Zstd) || length == 0)
            return 0;
        var head = ReadAt(at, new byte[Math.Min(length, 20)]).Span;
        return codec == Snappy ? SnappySize(head) : ZstdSize(head);
    }

    private static long SnappySize(ReadOnlySpan<byte> head)
    {
        var size = 0L;
        for (var i = 0; i < Math.Min(5, head.Length); i++)
        {
            size |= (long)(head[i] & 0x7F) << (7 * i);
            if (head[i] < 0x80)
                break;
        }
        return size;
    }

    // RFC 8878, section 3.1.1.1: a descriptor says how many bytes the size has, and what stands before it.
    private static long ZstdSize(ReadOnlySpan<byte> head)
    {
        if (head.Length < 14 || !head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]))
            return 0;
        var descriptor = head[4];
        var isSingle = (descriptor & 0x20) != 0;
        var field = head[(5 + (isSingle ? 0 : 1) + (descriptor & 3) switch { 0 => 0, 1 => 1, 2 => 2, _ => 4 })..];
        return (descriptor >> 6) switch
        {
            0 => isSingle ? field[0] : 0,
            1 => BinaryPrimitives.ReadUInt16LittleEndian(field) + 256,
            2 => BinaryPrimitives.ReadUInt32LittleEndian(field),
            _ => field.Length < sizeof(long) ? 0 : BinaryPrimitives.ReadInt64LittleEndian(field),
        };
    }

    private ReadOnlyMemory<byte> ReadAt(long at, byte[] buffer)
    {
        file.Position = at;
        var wanted = (int)Math.Min(buffer.Length, Math.Max(0, end - at));
        return buffer.AsMemory(0, file.ReadAtLeast(buffer.AsSpan(0, wanted), wanted, throwOnEndOfStream: false));
    }
}
