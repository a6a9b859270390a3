using System.Buffers.Binary;
using System.Text;

namespace Weft.Runtime.Loading;

/// <summary>A section of an ELF file.</summary>
/// <param name="Type">What it holds (<c>sh_type</c>).</param>
/// <param name="Offset">Where it begins in the file, in bytes.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Link">The number of the section that it refers to; for names, the string table.</param>
internal readonly record struct ElfSection(uint Type, int Offset, int Size, int Link);

/// <summary>
/// The bytes of a 64-bit little-endian ELF file, with checked access: a file that points outside itself is refused
/// (System V Application Binary Interface, chapter 4).
/// </summary>
internal sealed class ElfFile
{
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;

    /// <summary>Takes over the bytes and reads the table of sections.</summary>
    /// <exception cref="InvalidDataException">They are not a 64-bit little-endian ELF file, or are damaged.</exception>
    public ElfFile(byte[] bytes)
    {
        Bytes = bytes;
        // The magic number, then class 2 (64 bits) and data encoding 1 (little-endian).
        if (bytes.Length < HeaderSize || !bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1]))
            throw new InvalidDataException("It is not a 64-bit little-endian ELF file.");
        var table = ToOffset(BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(0x28)));
        if (ReadUInt16(0x3A) != SectionHeaderSize)
            throw new InvalidDataException("Its section headers have an unknown size.");
        var sections = new ElfSection[ReadUInt16(0x3C)];
        for (var i = 0; i < sections.Length; i++)
            sections[i] = ReadSection(table + i * SectionHeaderSize);
        Sections = sections;
    }

    /// <summary>The content; changes are made in place.</summary>
    public byte[] Bytes { get; }

    /// <summary>The sections, in the file's order.</summary>
    public IReadOnlyList<ElfSection> Sections { get; }

    /// <summary>The only section of a type, or null when there is none.</summary>
    /// <exception cref="InvalidDataException">There are several.</exception>
    public ElfSection? SectionOfType(uint type)
    {
        var found = Sections.Where(section => section.Type == type).ToList();
        return found.Count switch
        {
            0 => null,
            1 => found[0],
            _ => throw new InvalidDataException($"It has {found.Count} sections of type 0x{type:X}; one was expected."),
        };
    }

    /// <summary>The string table that a section takes its names from.</summary>
    /// <exception cref="InvalidDataException">It refers to a section that is not there.</exception>
    public ElfSection StringsOf(ElfSection section) => section.Link >= 0 && section.Link < Sections.Count
        ? Sections[section.Link]
        : throw new InvalidDataException($"A section refers to section {section.Link} of {Sections.Count}.");

    /// <summary>The name at an offset of a string table.</summary>
    public string NameAt(ElfSection strings, long offset)
    {
        var table = Slice(strings.Offset, strings.Size);
        if (offset < 0 || offset >= table.Length)
            throw new InvalidDataException($"A name lies at {offset}, outside its table of {table.Length} bytes.");
        var tail = table[(int)offset..];
        var length = tail.IndexOf((byte)0);
        return length >= 0 ? Encoding.ASCII.GetString(tail[..length]) : throw new InvalidDataException("A name has no end.");
    }

    /// <summary>Where a whole name begins in a string table, or -1.</summary>
    public int OffsetOfName(ElfSection strings, string name)
    {
        var at = Slice(strings.Offset, strings.Size).IndexOf(Encoding.ASCII.GetBytes($"\0{name}\0"));
        return at < 0 ? -1 : at + 1;
    }

    /// <summary>A checked view of the bytes.</summary>
    /// <exception cref="InvalidDataException">It would reach outside the file.</exception>
    public Span<byte> Slice(long offset, long length) =>
        offset >= 0 && length >= 0 && offset <= Bytes.Length && length <= Bytes.Length - offset
            ? Bytes.AsSpan((int)offset, (int)length)
            : throw new InvalidDataException($"It refers to bytes {offset} to {offset + length}, but has {Bytes.Length}.");

    /// <summary>The 16-bit number at an offset.</summary>
    public ushort ReadUInt16(long offset) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(offset, sizeof(ushort)));

    /// <summary>The 32-bit number at an offset.</summary>
    public uint ReadUInt32(long offset) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(offset, sizeof(uint)));

    /// <summary>Changes the 32-bit number at an offset.</summary>
    public void WriteUInt32(long offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Slice(offset, sizeof(uint)), value);

    private ElfSection ReadSection(long at)
    {
        const uint nothingInFile = 8; // SHT_NOBITS: memory that starts as zeros.
        var header = Slice(at, SectionHeaderSize);
        var type = BinaryPrimitives.ReadUInt32LittleEndian(header[0x04..]);
        var link = BinaryPrimitives.ReadUInt32LittleEndian(header[0x28..]);
        if (type == nothingInFile)
            return new ElfSection(type, 0, 0, (int)link);
        var section = new ElfSection(
            type,
            ToOffset(BinaryPrimitives.ReadUInt64LittleEndian(header[0x18..])),
            ToOffset(BinaryPrimitives.ReadUInt64LittleEndian(header[0x20..])),
            (int)link);
        _ = Slice(section.Offset, section.Size);
        return section;
    }

    private int ToOffset(ulong value) => value <= (ulong)Bytes.Length
        ? (int)value
        : throw new InvalidDataException($"It refers to byte {value}, but has {Bytes.Length}.");
}
