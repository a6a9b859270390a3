using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;

namespace Weft.Runtime.Safetensors;

/// <summary>Reads the header of a safetensors file, which comes from elsewhere: nothing in it is believed before it is checked.</summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The key of the header's free text.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>The limit of the reference implementation, in bytes.</summary>
    private const long LongestHeader = 100_000_000;
    private const int LengthSize = sizeof(ulong);

    private SafetensorsHeader(
        long dataStart, IReadOnlyDictionary<string, SafetensorsEntry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        DataStart = dataStart;
        Entries = entries;
        Metadata = metadata;
    }

    /// <summary>Where the tensors' bytes begin in the file.</summary>
    public long DataStart { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries { get; }

    /// <summary>The free text.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads and checks the header.</summary>
    /// <exception cref="InvalidDataException">Something is wrong; says what, without the file's name.</exception>
    public static SafetensorsHeader Read(Stream file)
    {
        var json = ReadJson(file);
        var dataStart = LengthSize + (long)json.Length;
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var (entries, metadata) = ReadMembers(document.RootElement);
            CheckCoverage(entries.Values, file.Length - dataStart);
            return new SafetensorsHeader(dataStart, entries, metadata);
        }
        // The second: text that escapes half of a character pair.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"its header cannot be read: {e.Message}", e);
        }
    }

    private static byte[] ReadJson(Stream file)
    {
        if (file.Length < LengthSize)
            throw new InvalidDataException($"it has {file.Length} bytes, too few for the length of a header");
        Span<byte> prefix = stackalloc byte[LengthSize];
        file.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > LongestHeader)
            throw new InvalidDataException($"its header claims {length} bytes; at most {LongestHeader} are allowed");
        if ((long)length > file.Length - LengthSize)
            throw new InvalidDataException($"its header claims {length} bytes, but only {file.Length - LengthSize} follow");
        var json = new byte[length];
        file.ReadExactly(json);
        if (json.Length == 0 || json[0] != (byte)'{')
            throw new InvalidDataException("its header does not begin with {");
        if (!Utf8.IsValid(json))
            throw new InvalidDataException("its header is not UTF-8");
        return json;
    }

    private static (Dictionary<string, SafetensorsEntry>, Dictionary<string, string>) ReadMembers(JsonElement header)
    {
        var entries = new Dictionary<string, SafetensorsEntry>();
        var metadata = new Dictionary<string, string>();
        foreach (var member in header.EnumerateObject())
        {
            if (member.Name == MetadataKey)
                metadata = ReadMetadata(member.Value);
            else
                entries.Add(member.Name, SafetensorsEntryReader.Read(member.Name, member.Value));
        }
        return (entries, metadata);
    }

    private static Dictionary<string, string> ReadMetadata(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object
            || value.EnumerateObject().Any(member => member.Value.ValueKind != JsonValueKind.String))
            throw new InvalidDataException($"its {MetadataKey} is not an object of texts");
        return value.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString()!);
    }

    /// <summary>Every byte must belong to exactly one tensor: what lies between or outside could hide anything.</summary>
    private static void CheckCoverage(IEnumerable<SafetensorsEntry> entries, long dataLength)
    {
        var covered = 0L;
        foreach (var entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.End > dataLength)
                throw new InvalidDataException($"{entry.Name} ends at byte {entry.End} of {dataLength} bytes of data");
            if (entry.Begin != covered)
                throw new InvalidDataException(entry.Begin < covered
                    ? $"{entry.Name} begins at byte {entry.Begin}, inside the tensor before it"
                    : $"bytes {covered} to {entry.Begin} belong to no tensor");
            covered = entry.End;
        }
        if (covered != dataLength)
            throw new InvalidDataException($"bytes {covered} to {dataLength} belong to no tensor");
    }
}
