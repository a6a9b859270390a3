namespace Weft.Text.Reading.Columnar;

/// <summary>Writes Thrift's compact protocol.</summary>
internal sealed class ThriftWriter
{
    private readonly List<byte> _bytes = [];

    /// <summary>What was written.</summary>
    public byte[] ToArray() => [.. _bytes];

    /// <summary>Begins a field that is a structure.</summary>
    public void BeginStruct(int id) => Header(id, ThriftType.Struct);

    /// <summary>Ends a structure.</summary>
    public void EndStruct() => _bytes.Add(0);

    /// <summary>Begins a field that is a list; its elements follow.</summary>
    public void BeginList(int id, ThriftType element, int count)
    {
        Header(id, ThriftType.List);
        _bytes.Add((byte)(0xF0 | (int)element));
        Number((ulong)count);
    }

    /// <summary>Writes a field that is an integer.</summary>
    public void Integer(int id, ThriftType type, long value)
    {
        Header(id, type);
        Integer(value);
    }

    /// <summary>Writes a field that is bytes.</summary>
    public void Binary(int id, ReadOnlySpan<byte> value)
    {
        Header(id, ThriftType.Binary);
        Binary(value);
    }

    /// <summary>Writes an element that is bytes.</summary>
    public void Binary(ReadOnlySpan<byte> value)
    {
        Number((ulong)value.Length);
        _bytes.AddRange(value);
    }

    // The long form, which does not depend on the field before.
    private void Header(int id, ThriftType type)
    {
        _bytes.Add((byte)type);
        Integer(id);
    }

    private void Integer(long value) => Number((ulong)(value << 1) ^ (ulong)(value >> 63));

    private void Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Add((byte)(value | 0x80));
        _bytes.Add((byte)value);
    }
}
