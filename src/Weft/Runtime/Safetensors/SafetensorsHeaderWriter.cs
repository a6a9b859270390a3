using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weft.Runtime.Safetensors;

/// <summary>Builds the header of a safetensors file.</summary>
internal static class SafetensorsHeaderWriter
{
    private const int Alignment = 8;

    /// <summary>The bytes before the data: the length and the padded JSON.</summary>
    /// <param name="tensors">In the order in which their data will follow.</param>
    /// <param name="metadata">Free text, or null.</param>
    public static ReadOnlySpan<byte> Build(
        IReadOnlyList<StoredTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        buffer.Write(stackalloc byte[sizeof(ulong)]);
        WriteJson(buffer, tensors, metadata);
        while (buffer.Length % Alignment != 0)
            buffer.WriteByte((byte)' ');
        var bytes = buffer.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)(bytes.Length - sizeof(ulong)));
        return bytes;
    }

    private static void WriteJson(
        Stream stream, IReadOnlyList<StoredTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        if (metadata is { Count: > 0 })
            WriteMetadata(json, metadata);
        var begin = 0L;
        for (var i = 0; i < tensors.Count; i++)
        {
            var name = tensors[i].Name;
            if (name == SafetensorsHeader.MetadataKey)
                throw new ArgumentException($"{name} is reserved; it cannot name a tensor.", nameof(tensors));
            if (i > 0 && tensors[i - 1].Name == name)
                throw new ArgumentException($"Two tensors are named {name}.", nameof(tensors));
            begin = WriteEntry(json, tensors[i], begin);
        }
        json.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach (var (key, value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static long WriteEntry(Utf8JsonWriter json, StoredTensor tensor, long begin)
    {
        if (SafetensorsType.Find(tensor.Type) is not { } type)
            throw new ArgumentException(
                $"{tensor.Name} is of {tensor.Type}, which cannot be written; it must be one of {SafetensorsType.Names}.", nameof(tensor));
        var end = begin + tensor.Shape.Aggregate(1L, (product, size) => product * size) * type.Size;
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", type.Name);
        json.WriteStartArray("shape");
        foreach (var dimension in tensor.Shape)
            json.WriteNumberValue(dimension);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(begin);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
        return end;
    }
}
