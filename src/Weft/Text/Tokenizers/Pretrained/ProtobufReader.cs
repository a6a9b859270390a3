using System.Buffers.Binary;

namespace Weft.Text.Tokenizers.Pretrained;

/// <summary>Reads the fields of a protobuf message one by one, and nothing beyond its end.</summary>
/// <param name="message">The message's bytes.</param>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The number of the field that was read.</summary>
    public int Field { get; private set; }

    /// <summary>Its value where it is a number.</summary>
    public long Number { get; private set; }

    /// <summary>Its bytes where it is a text or a message.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Reads the next field; false at the end.</summary>
    /// <exception cref="InvalidDataException">The bytes are no message.</exception>
    public bool Read()
    {
        if (_rest.IsEmpty)
            return false;
        var tag = Varint();
        (Field, Number) = ((int)(tag >> 3 & 0x1FFF_FFFF), 0);
        Bytes = [];
        switch (tag & 7)
        {
            case 0:
                Number = (long)Varint();
                break;
            case 1:
                Number = BinaryPrimitives.ReadInt64LittleEndian(Take(8));
                break;
            case 2:
                Bytes = Take(Varint());
                break;
            case 5:
                Number = BinaryPrimitives.ReadInt32LittleEndian(Take(4));
                break;
            default:
                throw new InvalidDataException("a field has a type that protobuf does not have");
        }
        return Field != 0 ? true : throw new InvalidDataException("a field has the number 0");
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
            throw new InvalidDataException("it ends within a field");
        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = Take(1)[0];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
        throw new InvalidDataException("a number has more than ten bytes");
    }
}
