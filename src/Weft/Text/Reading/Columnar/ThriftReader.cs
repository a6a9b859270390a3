namespace Weft.Text.Reading.Columnar;

/// <summary>The kinds of values in Thrift's compact protocol, as its specification numbers them.</summary>
internal enum ThriftType : byte
{
    Stop = 0,
    True = 1,
    False = 2,
    Byte = 3,
    Int16 = 4,
    Int32 = 5,
    Int64 = 6,
    Double = 7,
    Binary = 8,
    List = 9,
    Set = 10,
    Map = 11,
    Struct = 12,
}

/// <summary>Reads Thrift's compact protocol from bytes that nobody vouches for: nothing is read beyond their end, no list is longer
/// than what is left of them, and no structure is nested deeper than any that Parquet has.</summary>
/// <param name="bytes">The bytes.</param>
internal sealed class ThriftReader(ReadOnlyMemory<byte> bytes)
{
    private const int Deepest = 32;
    private const int LongestInteger = 10;

    private int _depth;

    /// <summary>How many bytes were read.</summary>
    public int Position { get; private set; }

    /// <summary>Reads a structure; the action reads or skips the value of each field.</summary>
    public void ReadStruct(Action<int, ThriftType> field)
    {
        Enter();
        var id = 0;
        while (true)
        {
            var header = ReadByte();
            var type = (ThriftType)(header & 0xF);
            if (type == ThriftType.Stop)
                break;
            id = header >> 4 is > 0 and var step ? id + step : (int)ReadInteger();
            field(id, type);
        }
        _depth--;
    }

    /// <summary>Reads a list; the action reads or skips one element.</summary>
    public void ReadList(Action<ThriftType> element)
    {
        Enter();
        var header = ReadByte();
        var count = header >> 4 is < 15 and var few ? (ulong)few : ReadNumber();
        // Every element has a byte at least.
        Require(count <= (ulong)(bytes.Length - Position), "a list is longer than what is left");
        for (var i = 0UL; i < count; i++)
            element((ThriftType)(header & 0xF));
        _depth--;
    }

    /// <summary>Reads a signed integer of any width.</summary>
    public long ReadInteger()
    {
        var number = ReadNumber();
        return (long)(number >> 1) ^ -(long)(number & 1);
    }

    /// <summary>Reads bytes with their length before them.</summary>
    public ReadOnlyMemory<byte> ReadBinary()
    {
        var length = ReadNumber();
        Require(length <= (ulong)(bytes.Length - Position), "a text is longer than what is left");
        Position += (int)length;
        return bytes.Slice(Position - (int)length, (int)length);
    }

    /// <summary>Passes over a value.</summary>
    public void Skip(ThriftType type)
    {
        switch (type)
        {
            case ThriftType.True or ThriftType.False:
                break;
            case ThriftType.Byte:
                ReadByte();
                break;
            case ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64:
                ReadNumber();
                break;
            case ThriftType.Double:
                Require(bytes.Length - Position >= sizeof(double), "it ends too early");
                Position += sizeof(double);
                break;
            case ThriftType.Binary:
                ReadBinary();
                break;
            case ThriftType.List or ThriftType.Set:
                // In a list, unlike in a structure, a truth value is a byte of its own.
                ReadList(element => Skip(element is ThriftType.True or ThriftType.False ? ThriftType.Byte : element));
                break;
            case ThriftType.Struct:
                ReadStruct((_, field) => Skip(field));
                break;
            default:
                throw new InvalidDataException($"it has a value of kind {(int)type}, which Parquet has not");
        }
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds)
            throw new InvalidDataException(problem);
    }

    private void Enter() => Require(++_depth <= Deepest, "its structures are nested too deep");

    private ulong ReadNumber()
    {
        var number = 0UL;
        for (var i = 0; i < LongestInteger; i++)
        {
            var next = ReadByte();
            number |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
                return number;
        }
        throw new InvalidDataException("a number is too long");
    }

    private byte ReadByte()
    {
        if (Position >= bytes.Length)
            throw new EndOfStreamException("it ends too early");
        return bytes.Span[Position++];
    }
}
