namespace Weft.Text.Reading.Columnar;

/// <summary>The header of a page.</summary>
/// <param name="Type">As Parquet numbers it: 0 and 3 are values, 2 is a dictionary.</param>
/// <param name="Unpacked">Bytes that it unpacks to.</param>
/// <param name="Packed">Bytes that follow the header.</param>
/// <param name="Values">Values that it holds.</param>
/// <param name="LevelBytes">Bytes before those that are packed.</param>
internal readonly record struct ParquetPage(long Type, long Unpacked, long Packed, long Values, long LevelBytes)
{
    private const int OfDictionary = 7;
    private const int OfValues = 5;
    private const int OfValuesTwo = 8;

    /// <summary>Reads a header, and how long it is.</summary>
    public static ParquetPage Read(ThriftReader reader, out int length)
    {
        var page = new ParquetPage(-1, -1, -1, -1, 0);
        reader.ReadStruct((id, type) =>
        {
            if (id is (1 or 2 or 3) && type == ThriftType.Int32)
            {
                var number = reader.ReadInteger();
                page = id switch { 1 => page with { Type = number }, 2 => page with { Unpacked = number }, _ => page with { Packed = number } };
            }
            else if (id is (OfValues or OfDictionary or OfValuesTwo) && type == ThriftType.Struct)
            {
                reader.ReadStruct((part, kind) =>
                {
                    var isNumber = kind == ThriftType.Int32;
                    if (isNumber && part == 1)
                        page = page with { Values = reader.ReadInteger() };
                    else if (isNumber && id == OfValuesTwo && part is (5 or 6))
                        page = page with { LevelBytes = page.LevelBytes + Math.Clamp(reader.ReadInteger(), -1, int.MaxValue) };
                    else
                        reader.Skip(kind);
                });
            }
            else
            {
                reader.Skip(type);
            }
        });
        length = reader.Position;
        return page;
    }
}
