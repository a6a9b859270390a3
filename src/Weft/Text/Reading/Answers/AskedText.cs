using Weft.Text.Reading.Records;

namespace Weft.Text.Reading.Answers;

/// <summary>A question and the context that answers it, as one document: a line with the question, then the context with its lines as they are.</summary>
internal static class AskedText
{
    /// <summary>Joins the two. Line ends within the question become blanks.</summary>
    public static string Join(string question, string context) => $"{RecordPair.OneLine(question)}\n{TextNormalizer.Normalize(context)}";

    /// <summary>Where the context begins.</summary>
    public static int ContextAt(ReadOnlySpan<char> text) => text.IndexOf('\n') + 1;

    /// <summary>The two again.</summary>
    public static (string Question, string Context) Split(string text)
    {
        var at = ContextAt(text);
        return (text[..(at - 1)], text[at..]);
    }
}

/// <summary>The right answers of a question.</summary>
/// <param name="Texts">Their texts, of which the first is learnt; none where the context has no answer.</param>
/// <param name="Start">Where the first begins, in characters of the document; of no account where there is none.</param>
internal sealed record GivenAnswers(IReadOnlyList<string> Texts, int Start)
{
    /// <summary>The context has no answer.</summary>
    public static GivenAnswers None { get; } = new([], 0);
}
