using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weft.Text.Reading.Records.Extending;

/// <summary>A file of JSON objects, one a line, to which fields are added at the end.</summary>
internal sealed class ExtensibleJsonLines(FileStream file, ReadingOptions options, ReadingCounts counts, IReadOnlyList<string> added)
    : ExtensibleRecords(file, options, counts)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _path = file.Name;
    private readonly ReadingOptions _options = options;
    private readonly ReadingCounts _counts = counts;

    /// <inheritdoc/>
    public override string? Header => null;

    /// <inheritdoc/>
    public override string Extend(WholeRecord record, IReadOnlyList<object?> values)
    {
        using var json = JsonDocument.Parse(record.Raw);
        if (added.FirstOrDefault(name => json.RootElement.TryGetProperty(name, out _)) is { } name)
            throw IsThere(record.Where, name);
        // It has a field, that of its text.
        var open = record.Raw.AsSpan().TrimEnd()[..^1].TrimEnd();
        return $"{open}{string.Concat(added.Zip(values, (field, value) => $",\"{field}\":{Value(value)}"))}}}";
    }

    /// <inheritdoc/>
    protected override IEnumerable<WholeRecord> ReadAll() => JsonLinesReader.Records(Text, _path, _options, _counts);

    private static string Value(object? value) => value is double number ? Written(number) : JsonSerializer.Serialize(value, Plain);
}
