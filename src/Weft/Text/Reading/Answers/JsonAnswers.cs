using System.Text.Json;
using Weft.Text.Reading.Records;

namespace Weft.Text.Reading.Answers;

/// <summary>
/// The answers of a JSON record: a string with its place in a field beside it; a list of strings, or of objects with <c>text</c> and <c>start</c> or <c>answer_start</c>; or
/// an object with a list of each of the two, as Hugging Face keeps SQuAD. Null, an empty string and an empty list are no answer.
/// </summary>
internal static class JsonAnswers
{
    private const string Many = "answers";
    private const string TextName = "text";
    private const string SquadStart = "answer_start";

    /// <summary>The field of the answers; false where the record has none. Where it lacks the one that is named, <c>answers</c> is taken.</summary>
    public static bool TryFind(JsonElement record, ReadingOptions options, out JsonElement value) =>
        record.TryGetProperty(options.Answer!, out value) || record.TryGetProperty(Many, out value);

    /// <summary>The answers in a field; null where it holds something else, or half a character.</summary>
    /// <param name="record">The record.</param>
    /// <param name="value">The field.</param>
    /// <param name="texts">Takes the strings.</param>
    /// <param name="options">The name of the field with the place.</param>
    public static IReadOnlyList<FoundAnswer>? Of(JsonElement record, JsonElement value, JsonTexts texts, ReadingOptions options)
    {
        var found = value.ValueKind switch
        {
            JsonValueKind.Null => [],
            JsonValueKind.String => [Answer(value, record, texts, options)],
            JsonValueKind.Array => [.. value.EnumerateArray().Select((item, i) => Item(item, i == 0 ? record : default, texts, options))],
            JsonValueKind.Object when value.TryGetProperty(TextName, out var all) && all.ValueKind == JsonValueKind.Array => Zipped(value, all, texts),
            JsonValueKind.Object => [Item(value, default, texts, options)],
            _ => new FoundAnswer?[] { null },
        };
        return found.Contains(null) ? null : [.. found.Select(answer => answer!.Value)];
    }

    private static FoundAnswer? Item(JsonElement item, JsonElement record, JsonTexts texts, ReadingOptions options) => item.ValueKind switch
    {
        JsonValueKind.String => Answer(item, record, texts, options),
        JsonValueKind.Object when item.TryGetProperty(TextName, out var text) && text.ValueKind == JsonValueKind.String => Answer(text, item, texts, options),
        _ => null,
    };

    private static FoundAnswer? Answer(JsonElement text, JsonElement owner, JsonTexts texts, ReadingOptions options)
    {
        long? place = null;
        if (owner.ValueKind == JsonValueKind.Object && (owner.TryGetProperty(options.Start!, out var start) || owner.TryGetProperty(SquadStart, out start)) && start.ValueKind != JsonValueKind.Null)
        {
            if (start.ValueKind != JsonValueKind.Number || !start.TryGetInt64(out var number))
                return null;
            place = number;
        }
        return texts.Of(text) is { } own ? new FoundAnswer(own, place) : null;
    }

    private static FoundAnswer?[] Zipped(JsonElement value, JsonElement all, JsonTexts texts)
    {
        var starts = value.TryGetProperty(SquadStart, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToList() : [];
        return [.. all.EnumerateArray().Select((text, i) => text.ValueKind != JsonValueKind.String || texts.Of(text) is not { } own ? (FoundAnswer?)null
            : i >= starts.Count ? new FoundAnswer(own, null)
            : starts[i].ValueKind == JsonValueKind.Number && starts[i].TryGetInt64(out var place) ? new FoundAnswer(own, place) : null)];
    }
}
