namespace Weft.Tasks.Answering;

/// <summary>Chooses among what the windows of a context say: the likeliest span of all, or none where that is likelier. That a context has no answer is as likely as the window
/// says that is least sure of it.</summary>
internal static class AnswerChoice
{
    /// <summary>The likeliest answers, the best first.</summary>
    /// <param name="windows">Where each window begins in the context, and what it says.</param>
    /// <param name="mayBeNone">Whether there may be no answer: the model has learnt questions without.</param>
    /// <param name="count">How many are wanted.</param>
    /// <returns>At least one.</returns>
    public static IReadOnlyList<ChosenAnswer> Of(IReadOnlyList<(int From, RowSpans Spans)> windows, bool mayBeNone, int count = 1)
    {
        var spans = windows.SelectMany(window => window.Spans.Best.Select(span => new ChosenAnswer(window.From + span.Begin, window.From + span.End, span.LogProbability)))
            // Where windows overlap a span may be seen twice.
            .GroupBy(answer => (answer.Begin, answer.End)).Select(same => same.MaxBy(answer => answer.LogProbability)).ToList();
        if (mayBeNone || spans.Count == 0)
            spans.Insert(0, ChosenAnswer.None(windows.Min(window => window.Spans.None)));
        return [.. spans.OrderByDescending(answer => answer.LogProbability).Take(count)];
    }
}

/// <summary>An answer: tokens of the context, the last one included.</summary>
internal readonly record struct ChosenAnswer(int Begin, int End, double LogProbability)
{
    /// <summary>No answer.</summary>
    public static ChosenAnswer None(double logProbability) => new(-1, -1, logProbability);

    /// <summary>Whether it is one.</summary>
    public bool IsThere => Begin >= 0;

    /// <summary>Where it stands in its context, without blanks around it.</summary>
    /// <param name="context">The context.</param>
    /// <param name="spans">The places of its tokens.</param>
    public (int Start, int Length) In(string context, (int Start, int End)[] spans)
    {
        var text = context.AsSpan(spans[Begin].Start..spans[End].End);
        return (spans[Begin].Start + text.Length - text.TrimStart().Length, text.Trim().Length);
    }
}
