using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using TorchSharp;

namespace Weft.Runtime.Safetensors;

/// <summary>Builds the header of a safetensors file.</summary>
internal static class SafetensorsHeaderWriter
{
    private const int Alignment = 8;

    /// <summary>The bytes before the data: the length and the padded JSON.</summary>
    /// <param name="tensors">In the order in which their data will follow.</param>
    /// <param name="metadata">Free text, or null.</param>
    public static ReadOnlySpan<byte> Build(
        IReadOnlyList<(string Name, torch.Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata)
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
        Stream stream, IReadOnlyList<(string Name, torch.Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        if (metadata is { Count: > 0 })
            WriteMetadata(json, metadata);
        var begin = 0L;
        for (var i = 0; i < tensors.Count; i++)
        {
            var (name, tensor) = tensors[i];
            if (name == SafetensorsHeader.MetadataKey)
                throw new ArgumentException($"{name} is reserved; it cannot name a tensor.", nameof(tensors));
            if (i > 0 && tensors[i - 1].Name == name)
                throw new ArgumentException($"Two tensors are named {name}.", nameof(tensors));
            begin = WriteEntry(json, name, tensor, begin);
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

    private static long WriteEntry(Utf8JsonWriter json, string name, torch.Tensor tensor, long begin)
    {
        if (SafetensorsType.Find(tensor.dtype) is not { } type)
            throw new ArgumentException(
                $"{name} is of {tensor.dtype}, which cannot be written; it must be one of {SafetensorsType.Names}.", nameof(tensor));
        var end = begin + tensor.numel() * type.Size;
        json.WriteStartObject(name);
        json.WriteString("dtype", type.Name);
        json.WriteStartArray("shape");
        foreach (var dimension in tensor.shape)
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
