using System.Text.Json;
using Weft.Text.Reading.Records;

namespace Weft.Text.Reading.Answers;

/// <summary>Reads SQuAD's own JSON (Rajpurkar et al. 2016, 2018): <c>data</c>, each an article with <c>paragraphs</c>, each with its <c>context</c> and the
/// <c>qas</c> on it; where a question has no answers, or <c>is_impossible</c> is true, the context has none. The file is held in memory.</summary>
internal static class SquadReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    // Whatever records of other formats call their fields.
    private static readonly ReadingOptions Names = new() { Field = "context", Second = "question", Answer = "answers", Start = "answer_start" };

    /// <summary>Reads all questions in their order.</summary>
    /// <exception cref="InvalidDataException">It is no such file; names the article, paragraph and question.</exception>
    public static IEnumerable<TextPiece> Read(TextReader text, string path, ReadingOptions options, ReadingCounts counts)
    {
        if (options.Answer is null)
            throw new InvalidDataException($"{path} is JSON, of which SQuAD's is read where task is answering. Give other records as JSON lines, a record a line.");
        using var json = Parse(text, path);
        var (articleNumber, texts) = (0, new JsonTexts(options.InvalidUtf8, counts));
        foreach (var article in List(json.RootElement, "data", path))
        {
            var (articlePlace, paragraphNumber) = ($"{path}, article {++articleNumber}", 0);
            foreach (var paragraph in List(article, "paragraphs", articlePlace))
            {
                var (paragraphPlace, questionNumber) = ($"{articlePlace}, paragraph {++paragraphNumber}", 0);
                foreach (var question in List(paragraph, "qas", paragraphPlace))
                {
                    var where = $"{paragraphPlace}, question {++questionNumber}";
                    foreach (var piece in Record(paragraph, question, texts, options).OrSkip(where, options, counts))
                        yield return piece;
                }
            }
        }
    }

    private static RecordText Record(JsonElement paragraph, JsonElement question, JsonTexts texts, ReadingOptions options)
    {
        if (TextIn(paragraph, Names.Field, texts) is not { } context)
            return Without(Names.Field);
        if (TextIn(question, Names.Second!, texts) is not { } asked)
            return Without(Names.Second!);
        var names = Names with { HasAnswers = options.HasAnswers };
        if (!options.HasAnswers || (question.TryGetProperty("is_impossible", out var impossible) && impossible.ValueKind == JsonValueKind.True))
            return AskedRecord.Of(context, asked, [], names);
        return question.TryGetProperty(Names.Answer!, out var value) && JsonAnswers.Of(question, value, texts, names) is { } answers
            ? AskedRecord.Of(context, asked, answers, names)
            : Without(Names.Answer!);
    }

    private static RecordText Without(string field) => new(null, $"without '{field}'", $" has no '{field}' as SQuAD's files have it.");

    private static string? TextIn(JsonElement owner, string name, JsonTexts texts) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? texts.Of(value) : null;

    private static JsonElement.ArrayEnumerator List(JsonElement owner, string name, string where) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : throw new InvalidDataException($"{where} has no list '{name}', as SQuAD's files have it. Give other records as JSON lines, a record a line.");

    private static JsonDocument Parse(TextReader text, string path)
    {
        try
        {
            return JsonDocument.Parse(text.ReadToEnd(), Strict);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}, line {e.LineNumber + 1} is not valid JSON: {e.Message.Split(" LineNumber:", 2)[0]} Fetch or mend it.", e);
        }
    }
}
