using System.Text.Json;
using Weft.Text.Reading.Answers;
using Weft.Text.Reading.Encodings;

namespace Weft.Text.Reading.Records;

/// <summary>Reads one JSON object a line; the text is one of its fields, or the conversation that it holds.</summary>
internal static class JsonLinesReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads all records; blank lines and empty texts are passed over.</summary>
    public static IEnumerable<TextPiece> Read(TextReader text, string path, ReadingOptions options, ReadingCounts counts) =>
        Records(text, path, options, counts).SelectMany(record => record.Text.OrSkip(record.Where, options, counts));

    /// <summary>Reads all records as they stand there; blank lines are passed over.</summary>
    public static IEnumerable<WholeRecord> Records(TextReader text, string path, ReadingOptions options, ReadingCounts counts)
    {
        var lines = new LineReader(text, path);
        while (lines.TryRead(out var line))
        {
            if (line.IsWhiteSpace())
                continue;
            var whole = line.ToString();
            yield return new WholeRecord(whole, Parse(whole, options, counts), $"{path}, line {lines.LineNumber}");
        }
    }

    private static RecordText Parse(string line, ReadingOptions options, ReadingCounts counts)
    {
        try
        {
            using var json = JsonDocument.Parse(line, Strict);
            var texts = new JsonTexts(options.InvalidUtf8, counts);
            var record = TextOf(json.RootElement, texts, options);
            if (record.Text is not null && options.Answer is not null)
                return WithAnswers(json.RootElement, record.Text, texts, options);
            record = record.Text is null || options.Second is null ? record : WithSecond(json.RootElement, record.Text, texts, options);
            return record.Text is null || options.Label is null ? record : WithLabel(json.RootElement, record, texts, options);
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

    private static RecordText WithSecond(JsonElement record, string text, JsonTexts texts, ReadingOptions options) =>
        SecondOf(record, texts, options, out var second) is { } problem ? problem : RecordPair.With(text, second, options);

    private static RecordText WithAnswers(JsonElement record, string context, JsonTexts texts, ReadingOptions options)
    {
        if (SecondOf(record, texts, options, out var question) is { } problem)
            return problem;
        if (!options.HasAnswers)
            return AskedRecord.Of(context, question, [], options);
        if (!JsonAnswers.TryFind(record, options, out var value))
            return Without(record, options.Answer!, "--set data.answer=NAME");
        if (JsonAnswers.Of(record, value, texts, options) is { } answers)
            return AskedRecord.Of(context, question, answers, options);
        return texts.HasHalfCharacter ? HalfCharacter(options) : new RecordText(
            null, $"whose '{options.Answer}' is no answer", $": the answer '{options.Answer}' is neither a string nor a list of strings, or its place '{options.Start}' is no whole number.");
    }

    private static RecordText? SecondOf(JsonElement record, JsonTexts texts, ReadingOptions options, out string? second)
    {
        var field = options.Second!;
        second = null;
        if (!record.TryGetProperty(field, out var value))
            return Without(record, field, "--set data.second=NAME");
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
            return new RecordText(null, $"whose '{field}' is not text", $": the field '{field}' is not a string but {NameOf(value.ValueKind)}.");
        second = value.ValueKind == JsonValueKind.Null ? "" : texts.Of(value);
        return second is null ? HalfCharacter(options) : null;
    }

    private static RecordText Without(JsonElement record, string field, string option) =>
        new(null, $"without '{field}'", $" has no field '{field}'; it has: {NamesOf(record)}. Choose one with {option}.");

    private static RecordText WithLabel(JsonElement record, RecordText text, JsonTexts texts, ReadingOptions options)
    {
        var field = options.Label!;
        if (!record.TryGetProperty(field, out var value))
            return Without(record, field, "--set data.label=NAME");
        return value.ValueKind switch
        {
            JsonValueKind.String when texts.Of(value) is { } label => RecordLabel.With(text, label, options),
            JsonValueKind.String => HalfCharacter(options),
            // As it is written: 5 and 5.0 are two labels.
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => RecordLabel.With(text, value.GetRawText(), options),
            JsonValueKind.Null => RecordLabel.With(text, null, options),
            JsonValueKind.Array when options.Labels == LabelKind.Several => WithLabels(value, text, texts, options),
            _ => new RecordText(null, $"whose '{field}' is no label", $": the label '{field}' is not a string, a number, true or false but {NameOf(value.ValueKind)}."),
        };
    }

    private static RecordText WithLabels(JsonElement list, RecordText text, JsonTexts texts, ReadingOptions options)
    {
        var names = new List<string>();
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
                return new RecordText(null, $"whose '{options.Label}' is no list of labels", $": the labels '{options.Label}' are not all strings or numbers, but one is {NameOf(item.ValueKind)}.");
            if ((item.ValueKind == JsonValueKind.String ? texts.Of(item) : item.GetRawText()) is not { } name)
                return HalfCharacter(options);
            if (name.Contains(LabelSet.Separator, StringComparison.Ordinal))
                return new RecordText(null, $"with '{LabelSet.Separator}' in a label", $": the label '{name}' in '{options.Label}' has a '{LabelSet.Separator}', which divides labels.");
            names.Add(name);
        }
        return RecordLabel.WithSet(text, LabelSet.Of(names), options.Label!);
    }

    private static string NamesOf(JsonElement record) => string.Join(", ", record.EnumerateObject().Select(property => property.Name));

    private static RecordText TextOf(JsonElement record, JsonTexts texts, ReadingOptions options)
    {
        var field = options.Field;
        if (record.ValueKind != JsonValueKind.Object)
            return new RecordText(null, "not an object", $" is not a JSON object but {NameOf(record.ValueKind)}.");
        if (!record.TryGetProperty(field, out var value) && !Conversation.TryFind(record, ref field, out value))
            return Without(record, field, options.FieldOption);
        if (value.ValueKind == JsonValueKind.Null)
            return new RecordText(null, $"with null for '{field}'", $": the field '{field}' is not a string but null.");
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Array))
            return new RecordText(null, $"whose '{field}' is not text", $": the field '{field}' is not a string but {NameOf(value.ValueKind)}.");
        var text = value.ValueKind == JsonValueKind.String ? texts.Of(value) : Conversation.TextOf(value, texts);
        if (text is not null)
            return new RecordText(text);
        return texts.HasHalfCharacter
            ? HalfCharacter(options)
            : new RecordText(null, $"whose '{field}' is not text", $": the field '{field}' is an array, but neither of strings nor of messages with role and content.");
    }

    private static RecordText HalfCharacter(ReadingOptions options) =>
        new(null, "with half a character", $": its text has half a character (a \\ud800 to \\udfff without its other half). Repair it{options.OrReplace}.");

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
