namespace Weft.Tasks.Answering;

/// <summary>
/// What a model sees of a question and a context at once: the question, an end-of-text token, and as much of the context as there is room for. A longer
/// context is seen in windows that overlap by half of the room; the last one ends with the context. A question has half of <c>training.context</c> at most: its beginning.
/// </summary>
internal static class ContextWindows
{
    /// <summary>How many tokens of a question are seen.</summary>
    /// <param name="question">All of its tokens.</param>
    /// <param name="most">What is seen at once, at least 4.</param>
    public static int QuestionIn(int question, int most) => Math.Min(question, (most - 2) / 2);

    /// <summary>The windows of a context: where each begins in it, and its length.</summary>
    /// <param name="question">Tokens of the question.</param>
    /// <param name="context">Tokens of the context.</param>
    /// <param name="most">What is seen at once.</param>
    public static IEnumerable<(int From, int Length)> Of(int question, int context, int most)
    {
        var room = most - QuestionIn(question, most) - 1;
        for (var from = 0; from + room < context; from += Math.Max(1, room / 2))
            yield return (from, room);
        yield return context > room ? (context - room, room) : (0, context);
    }
}
