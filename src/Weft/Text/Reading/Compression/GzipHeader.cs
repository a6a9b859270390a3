using System.Buffers.Binary;

namespace Weft.Text.Reading.Compression;

/// <summary>The header of a gzip member (RFC 1952, section 2.3).</summary>
internal static class GzipHeader
{
    private const int FixedBytes = 10;
    private const int HasChecksum = 2;
    private const int HasExtra = 4;
    private const int HasName = 8;
    private const int HasComment = 16;
    private const int Reserved = 0xE0;

    /// <summary>What every header begins with: two bytes for gzip and one for deflate, its only way of packing.</summary>
    public static ReadOnlySpan<byte> Mark => [0x1F, 0x8B, 8];

    /// <summary>Whether another member follows the last one; zeros up to the end of the file are none.</summary>
    /// <exception cref="InvalidDataException">Something else follows.</exception>
    public static bool Follows(FileStream file)
    {
        var start = file.Position;
        var first = file.ReadByte();
        if (first > 0)
        {
            file.Position = start;
            return true;
        }
        var block = new byte[1 << 16];
        for (int count; (count = file.Read(block)) > 0;)
        {
            var at = block.AsSpan(0, count).IndexOfAnyExcept((byte)0);
            if (at >= 0)
                throw new InvalidDataException($"after a packed part, at byte {file.Position - count + at}, something follows that is neither packed nor padding.");
        }
        return false;
    }

    /// <summary>Goes behind the header.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static void Skip(FileStream file)
    {
        var start = file.Position;
        Span<byte> head = stackalloc byte[FixedBytes];
        var isHeader = file.ReadAtLeast(head, FixedBytes, throwOnEndOfStream: false) == FixedBytes
            && head.StartsWith(Mark) && (head[3] & Reserved) == 0;
        if (!isHeader)
            throw new InvalidDataException(start == 0 ? "it does not begin like one." : $"at byte {start} it does not go on like one.");
        if ((head[3] & HasExtra) != 0)
            SkipBytes(file, SizeOfExtra(file));
        if ((head[3] & HasName) != 0)
            SkipText(file);
        if ((head[3] & HasComment) != 0)
            SkipText(file);
        if ((head[3] & HasChecksum) != 0)
            SkipBytes(file, 2);
    }

    private static int SizeOfExtra(FileStream file)
    {
        Span<byte> size = stackalloc byte[2];
        return file.ReadAtLeast(size, 2, throwOnEndOfStream: false) == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : throw CutOff();
    }

    private static void SkipBytes(FileStream file, int count)
    {
        if (file.Length - file.Position < count)
            throw CutOff();
        file.Position += count;
    }

    private static void SkipText(FileStream file)
    {
        int value;
        while ((value = file.ReadByte()) != 0)
        {
            if (value < 0)
                throw CutOff();
        }
    }

    private static InvalidDataException CutOff() => new("it is cut off in a header.");
}
