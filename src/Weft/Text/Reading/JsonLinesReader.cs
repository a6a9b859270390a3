using System.Text.Json;

namespace Weft.Text.Reading;

/// <summary>Reads one JSON object a line; the text is one of its fields, or the conversation that it holds.</summary>
internal static class JsonLinesReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads all records; blank lines and empty texts are passed over.</summary>
    public static IEnumerable<TextPiece> Read(TextReader text, string path, ReadingOptions options, ReadingCounts counts)
    {
        var lines = new LineReader(text, path);
        while (lines.TryRead(out var line))
        {
            if (line.IsWhiteSpace())
                continue;
            var record = Parse(line.ToString(), options, counts).OrSkip($"{path}, line {lines.LineNumber}", options, counts);
            foreach (var piece in RecordPieces.Of(record ?? ""))
                yield return piece;
        }
    }

    private static RecordText Parse(string line, ReadingOptions options, ReadingCounts counts)
    {
        try
        {
            using var json = JsonDocument.Parse(line, Strict);
            return TextOf(json.RootElement, new JsonTexts(options.InvalidUtf8, counts), options.Field);
        }
        catch (JsonException e)
        {
            // The message ends with positions inside this one line, of which the number would mislead.
            return new RecordText(null, "not JSON", $" is not valid JSON: {e.Message.Split(" LineNumber:", 2)[0]}");
        }
        catch (InvalidOperationException e)
        {
            return new RecordText(null, "not JSON", $" is not valid JSON: {e.Message}");
        }
    }

    private static RecordText TextOf(JsonElement record, JsonTexts texts, string field)
    {
        if (record.ValueKind != JsonValueKind.Object)
            return new RecordText(null, "not an object", $" is not a JSON object but {NameOf(record.ValueKind)}.");
        if (!record.TryGetProperty(field, out var value) && !Conversation.TryFind(record, ref field, out value))
        {
            var names = string.Join(", ", record.EnumerateObject().Select(property => property.Name));
            return new RecordText(null, $"without '{field}'", $" has no field '{field}'; it has: {names}. Choose one with --set data.field=NAME.");
        }
        if (value.ValueKind == JsonValueKind.Null)
            return new RecordText(null, $"with null for '{field}'", $": the field '{field}' is not a string but null.");
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Array))
            return new RecordText(null, $"whose '{field}' is not text", $": the field '{field}' is not a string but {NameOf(value.ValueKind)}.");
        var text = value.ValueKind == JsonValueKind.String ? texts.Of(value) : Conversation.TextOf(value, texts);
        if (text is not null)
            return new RecordText(text);
        return texts.HasHalfCharacter
            ? new RecordText(null, "with half a character", ": its text has half a character (a \\ud800 to \\udfff without its other half). Repair it, or read on with --invalid-utf8 replace.")
            : new RecordText(null, $"whose '{field}' is not text", $": the field '{field}' is an array, but neither of strings nor of messages with role and content.");
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
