using System.Globalization;
using Weft.Text.Reading.Records;

namespace Weft.Text.Reading.Answers;

/// <summary>Joins a record's context, its question and the answers.</summary>
internal static class AskedRecord
{
    /// <summary>What <c>data.field</c> starts as: the field of the context.</summary>
    public const string ContextField = "context";

    /// <summary>What <c>data.second</c> starts as: the field of the question.</summary>
    public const string QuestionField = "question";

    /// <summary>What <c>data.answer</c> starts as.</summary>
    public const string AnswerField = "answer";

    /// <summary>What <c>data.start</c> starts as.</summary>
    public const string StartField = "start";

    /// <summary>The record's document; or what is wrong with it. A record without a context is passed over.</summary>
    /// <param name="context">The context.</param>
    /// <param name="question">What the field of the question holds; null where there is no value.</param>
    /// <param name="answers">The right answers as they stand there; blank ones are none.</param>
    /// <param name="options">The names of the fields, and whether there are answers.</param>
    public static RecordText Of(string context, string? question, IEnumerable<FoundAnswer> answers, ReadingOptions options)
    {
        if (context.Length == 0)
            return new RecordText("");
        if (string.IsNullOrWhiteSpace(question) || string.IsNullOrWhiteSpace(context))
        {
            var field = string.IsNullOrWhiteSpace(question) ? options.Second : options.Field;
            return new RecordText(null, $"without '{field}'", $": the text '{field}' is empty.");
        }
        var text = AskedText.Join(question, context);
        var given = answers.Where(answer => !string.IsNullOrWhiteSpace(answer.Text)).ToList();
        if (given.Count == 0)
            return new RecordText(text) { Answers = GivenAnswers.None };
        if (given[0].Start is { } start && (start < 0 || start >= context.Length))
            return new RecordText(null, $"whose '{options.Start}' is beyond the context", $": '{options.Start}' is {start}, and the context has {context.Length:N0} characters.");
        return PlaceOf(given[0], context) is { } place
            ? new RecordText(text) { Answers = new GivenAnswers([.. given.Select(answer => Plain(answer.Text))], AskedText.ContextAt(text) + place) }
            : new RecordText(null, given[0].Start is null ? "whose answer is not in the context" : $"whose answer is not where '{options.Start}' says") { IsLeftOut = true };
    }

    /// <summary>A place that is written as a text: of CSV, TSV and Parquet.</summary>
    /// <param name="start">The text; blank or null says nothing.</param>
    /// <param name="isNumber">Whether it is a place, or says nothing.</param>
    public static long? StartOf(string? start, out bool isNumber)
    {
        isNumber = string.IsNullOrWhiteSpace(start) | long.TryParse(start, CultureInfo.InvariantCulture, out var place);
        return string.IsNullOrWhiteSpace(start) ? null : place;
    }

    /// <summary>A record whose start is no number.</summary>
    public static RecordText NoNumber(ReadingOptions options) =>
        new(null, $"whose '{options.Start}' is no number", $": the field '{options.Start}' is no whole number, the place of the answer's first character.");

    // In characters of the normalised context; null where the answer is not there.
    private static int? PlaceOf(FoundAnswer answer, string context)
    {
        var (whole, text) = (TextNormalizer.Normalize(context), Plain(answer.Text));
        if (answer.Start is not { } start)
            return whole.IndexOf(text, StringComparison.Ordinal) is var first and >= 0 ? first : null;
        var blanks = answer.Text.Length - answer.Text.TrimStart().Length;
        foreach (var place in new[] { (int)start, AfterRunes(context, start) })
        {
            var at = TextNormalizer.Normalize(context[..place]).Length + blanks;
            if (at <= whole.Length && whole.AsSpan(at).StartsWith(text, StringComparison.Ordinal))
                return at;
        }
        return null;
    }

    // Python counts a character beyond the first 65,536 once, C# and Java twice.
    private static int AfterRunes(string text, long count)
    {
        var place = 0;
        for (; count > 0 && place < text.Length; count--)
            place += place + 1 < text.Length && char.IsSurrogatePair(text, place) ? 2 : 1;
        return place;
    }

    private static string Plain(string answer) => TextNormalizer.Normalize(answer).Trim();
}

/// <summary>An answer as a record has it.</summary>
/// <param name="Text">Its text; blank is no answer.</param>
/// <param name="Start">Where it begins in the context, in characters; null is its first occurrence.</param>
internal readonly record struct FoundAnswer(string Text, long? Start);
