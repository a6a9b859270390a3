using System.Text.Json;

namespace Weft.Text.Reading;

/// <summary>Reads one JSON object a line; the text is one of its fields.</summary>
internal static class JsonLinesReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads all records; blank lines and empty texts are skipped.</summary>
    public static IEnumerable<TextPiece> Read(TextReader text, string path, string field)
    {
        var lines = new LineReader(text, path);
        while (lines.TryRead(out var line))
        {
            if (line.IsWhiteSpace())
                continue;
            var record = Parse(line.ToString(), field, $"{path}, line {lines.LineNumber}");
            foreach (var piece in RecordPieces.Of(record))
                yield return piece;
        }
    }

    private static string Parse(string line, string field, string where)
    {
        try
        {
            using var json = JsonDocument.Parse(line, Strict);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw new InvalidDataException($"{where} is not a JSON object but {NameOf(root.ValueKind)}.");
            if (!root.TryGetProperty(field, out var value))
            {
                var names = string.Join(", ", root.EnumerateObject().Select(property => property.Name));
                throw new InvalidDataException($"{where} has no field '{field}'; it has: {names}. Choose one with --set data.field=NAME.");
            }
            if (value.ValueKind != JsonValueKind.String)
                throw new InvalidDataException($"{where}: the field '{field}' is not a string but {NameOf(value.ValueKind)}.");
            return value.GetString()!;
        }
        catch (JsonException e)
        {
            // The message ends with positions inside this one line, of which the number would mislead.
            throw new InvalidDataException($"{where} is not valid JSON: {e.Message.Split(" LineNumber:", 2)[0]}", e);
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException($"{where} is not valid JSON: {e.Message}", e);
        }
    }

    private static string NameOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.Number => "a number",
        JsonValueKind.String => "a string",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
