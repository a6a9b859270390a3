using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weft.Sampling;

/// <summary>
/// A running SHA-256 over all chunks that were trained on, in their order: begins as 32 zero bytes, and each micro-batch makes it
/// SHA-256(order so far, epoch, SHA-256(the micro-batch's chunk ids)), with numbers as little-endian 64-bit integers. Two runs with the same
/// value have seen the same samples in the same order.
/// </summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct SampleOrder
{
    private const int Bytes = SHA256.HashSizeInBytes;

    // Read and written as bytes, all four together.
    private readonly (ulong, ulong, ulong, ulong) _hash;

    private SampleOrder(ReadOnlySpan<byte> hash) => _hash = MemoryMarshal.Read<(ulong, ulong, ulong, ulong)>(hash);

    /// <summary>The order with one more micro-batch; nothing is allocated.</summary>
    /// <param name="epoch">The epoch: chunks of the same number may be others in another one.</param>
    /// <param name="chunks">The ids of the chunks.</param>
    public SampleOrder With(long epoch, ReadOnlySpan<long> chunks)
    {
        Span<byte> all = stackalloc byte[Bytes + sizeof(long) + Bytes];
        MemoryMarshal.Write(all, in _hash);
        BinaryPrimitives.WriteInt64LittleEndian(all[Bytes..], epoch);
        SHA256.HashData(MemoryMarshal.AsBytes(chunks), all[(Bytes + sizeof(long))..]);
        SHA256.HashData(all, all[..Bytes]);
        return new SampleOrder(all[..Bytes]);
    }

    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        MemoryMarshal.Write(bytes, in _hash);
        return Convert.ToHexStringLower(bytes);
    }

    private sealed class Converter : JsonConverter<SampleOrder>
    {
        public override SampleOrder Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                if (reader.GetString() is { Length: 2 * Bytes } digits)
                    return new SampleOrder(Convert.FromHexString(digits));
            }
            catch (FormatException)
            {
                // Said below, as JSON's own errors are.
            }
            throw new JsonException("It must be 64 hexadecimal digits.");
        }

        public override void Write(Utf8JsonWriter writer, SampleOrder value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
