using Weft.Text.Reading.Columnar;

namespace Weft.Tests.Text.Reading;

public sealed class ThriftReaderTests
{
    [Fact]
    public void What_was_written_is_read()
    {
        var writer = new ThriftWriter();
        writer.Integer(1, ThriftType.Int32, -5);
        writer.BeginList(3, ThriftType.Binary, 2);
        writer.Binary("one"u8);
        writer.Binary(""u8);
        writer.BeginStruct(40);
        writer.Integer(2, ThriftType.Int64, long.MinValue);
        writer.EndStruct();
        writer.EndStruct();

        var found = new List<string>();
        var reader = new ThriftReader(writer.ToArray());
        reader.ReadStruct((id, type) =>
        {
            if (type == ThriftType.List)
                reader.ReadList(_ => found.Add($"{id}: {Weft.Foundation.StrictUtf8.Encoding.GetString(reader.ReadBinary().Span)}"));
            else if (type == ThriftType.Struct)
                reader.ReadStruct((inner, _) => found.Add($"{id}.{inner}: {reader.ReadInteger()}"));
            else
                found.Add($"{id}: {reader.ReadInteger()}");
        });

        Assert.Equal(["1: -5", "3: one", "3: ", $"40.2: {long.MinValue}"], found);
    }

    [Theory]
    [InlineData(new byte[] { 0x15, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, "a number is too long")]
    [InlineData(new byte[] { 0x15, 0xFF, 0xFF }, "it ends too early")]
    [InlineData(new byte[] { 0x19, 0xF8, 0xFF, 0xFF, 0xFF, 0xFF, 0x18, 0 }, "a list is longer than what is left")]
    [InlineData(new byte[] { 0x18, 0x7F, 0 }, "a text is longer than what is left")]
    [InlineData(new byte[] { 0x1F, 0 }, "it has a value of kind 15, which Parquet has not")]
    [InlineData(new byte[] { 0x17, 0 }, "it ends too early")]
    public void Damage_is_an_error(byte[] bytes, string error) => Assert.Equal(error, Refused(bytes));

    [Fact]
    public void Structures_without_end_do_not_end_the_process()
    {
        var nested = new byte[1 << 20];
        Array.Fill(nested, (byte)0x1C);

        Assert.Equal("its structures are nested too deep", Refused(nested));
        Array.Fill(nested, (byte)0x19);
        Assert.Equal("its structures are nested too deep", Refused(nested));
    }

    private static string Refused(byte[] bytes)
    {
        var reader = new ThriftReader(bytes);
        return Assert.ThrowsAny<IOException>(() => Read(() => reader.ReadStruct((_, type) => reader.Skip(type)))).Message;
    }

    // A damaged structure is InvalidDataException, one that ends too early EndOfStreamException: both are told alike.
    private static void Read(Action read)
    {
        try
        {
            read();
        }
        catch (InvalidDataException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}
