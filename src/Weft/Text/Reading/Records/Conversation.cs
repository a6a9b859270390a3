using System.Text.Json;

namespace Weft.Text.Reading.Records;

/// <summary>
/// Conversations in JSON: <c>messages</c> with <c>role</c> and <c>content</c>, as chat models take them, or <c>conversations</c> with
/// <c>from</c> and <c>value</c>, as ShareGPT has them. Their text has <c>role: content</c> for each message, and blank lines between.
/// </summary>
internal static class Conversation
{
    private static readonly string[] Fields = ["messages", "conversations"];
    private static readonly string[] Roles = ["role", "from"];
    private static readonly string[] Contents = ["content", "value"];

    /// <summary>Finds the conversation of a record that has no field of the usual name.</summary>
    /// <param name="record">The record.</param>
    /// <param name="field">The field that was looked for; becomes the one that was found.</param>
    /// <param name="messages">The conversation.</param>
    public static bool TryFind(JsonElement record, ref string field, out JsonElement messages)
    {
        messages = default;
        if (field != new ReadingOptions().Field)
            return false;
        foreach (var name in Fields)
        {
            if (record.TryGetProperty(name, out messages) && messages.ValueKind == JsonValueKind.Array)
            {
                field = name;
                return true;
            }
        }
        return false;
    }

    /// <summary>The text of an array of messages, or of strings, each of which is a line; null where it holds anything else.</summary>
    public static string? TextOf(JsonElement array, JsonTexts texts)
    {
        var parts = new List<string>();
        var separator = "\n";
        foreach (var element in array.EnumerateArray())
        {
            var isMessage = element.ValueKind == JsonValueKind.Object;
            var part = isMessage ? Message(element, texts) : element.ValueKind == JsonValueKind.String ? texts.Of(element) : null;
            if (part is null)
                return null;
            separator = isMessage ? "\n\n" : separator;
            if (part.Length > 0)
                parts.Add(part);
        }
        return string.Join(separator, parts);
    }

    private static string? Message(JsonElement message, JsonTexts texts)
    {
        if (!TryGet(message, Roles, out var role) || role.ValueKind != JsonValueKind.String)
            return null;
        // A call of a tool has no content.
        if (!TryGet(message, Contents, out var content) || content.ValueKind == JsonValueKind.Null)
            return "";
        var text = content.ValueKind switch
        {
            JsonValueKind.String => texts.Of(content),
            JsonValueKind.Array => Parts(content, texts),
            _ => null,
        };
        return text is null || texts.Of(role) is not { } name ? null : $"{name}: {text}";
    }

    // Content in parts of several kinds: {"type": "text", "text": "…"}, {"type": "image_url", …}; only text is text.
    private static string? Parts(JsonElement content, JsonTexts texts)
    {
        var found = new List<string>();
        foreach (var part in content.EnumerateArray())
        {
            if (part.ValueKind != JsonValueKind.Object || !part.TryGetProperty("text", out var text) || text.ValueKind != JsonValueKind.String)
                continue;
            if (texts.Of(text) is not { } read)
                return null;
            found.Add(read);
        }
        return string.Join('\n', found);
    }

    private static bool TryGet(JsonElement message, string[] names, out JsonElement value)
    {
        value = default;
        foreach (var name in names)
        {
            if (message.TryGetProperty(name, out value))
                return true;
        }
        return false;
    }
}
