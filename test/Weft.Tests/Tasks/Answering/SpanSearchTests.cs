using Weft.Foundation;
using Weft.Tasks.Answering;

namespace Weft.Tests.Tasks.Answering;

/// <summary>The likeliest spans, against a search of all, and what windows make of them.</summary>
public sealed class SpanSearchTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(9, 3, 1)]
    [InlineData(9, 3, 5)]
    [InlineData(12, 30, 200)]
    public void The_best_spans_are_those_of_a_search_of_all(int tokens, int longest, int count)
    {
        var random = RandomStream.For(1, "spans", tokens);
        float[] begins = [.. Enumerable.Range(0, tokens).Select(_ => (float)random.NextDouble())], ends = [.. Enumerable.Range(0, tokens).Select(_ => (float)random.NextDouble())];
        var all = Enumerable.Range(0, tokens).SelectMany(begin => Enumerable.Range(begin, tokens - begin).Select(end => (begin, end)))
            .Where(span => span.end - span.begin < longest).OrderByDescending(span => begins[span.begin] + (double)ends[span.end]).ToList();

        Assert.Equal(all.Take(count), SpanSearch.Best(begins, ends, longest, count).Select(span => (span.Begin, span.End)));
    }

    [Fact]
    public void Of_windows_the_likeliest_span_counts_and_none_as_the_least_sure_one_says()
    {
        var sure = (0, new RowSpans(Math.Log(0.9), [new SpanSearch.Span(1, 2, Math.Log(0.05))]));
        var unsure = (4, new RowSpans(Math.Log(0.4), [new SpanSearch.Span(0, 1, Math.Log(0.3)), new SpanSearch.Span(2, 2, Math.Log(0.1))]));

        Assert.Equal([new ChosenAnswer(-1, -1, Math.Log(0.4)), new(4, 5, Math.Log(0.3)), new(6, 6, Math.Log(0.1))], AnswerChoice.Of([sure, unsure], mayBeNone: true, count: 3));
        Assert.Equal([new ChosenAnswer(4, 5, Math.Log(0.3))], AnswerChoice.Of([sure, unsure], mayBeNone: false));
        Assert.Equal([new ChosenAnswer(-1, -1, Math.Log(0.9))], AnswerChoice.Of([sure], mayBeNone: true));
    }

    [Fact]
    public void A_span_that_two_windows_see_is_one_answer()
    {
        var windows = new[] { (0, new RowSpans(-5, [new SpanSearch.Span(4, 5, -2)])), (4, new RowSpans(-5, [new SpanSearch.Span(0, 1, -1)])) };

        Assert.Equal([new ChosenAnswer(4, 5, -1)], AnswerChoice.Of(windows, mayBeNone: false, count: 5));
    }

    [Theory]
    [InlineData(3, 6, 10, new[] { 0 })]
    [InlineData(3, 7, 10, new[] { 0, 1 })]
    [InlineData(3, 14, 10, new[] { 0, 3, 6, 8 })]
    [InlineData(30, 8, 10, new[] { 0, 2, 3 })]
    [InlineData(1, 3, 4, new[] { 0, 1 })]
    public void Windows_overlap_by_half_and_the_last_ends_with_the_context(int question, int context, int most, int[] begins)
    {
        var windows = ContextWindows.Of(question, context, most).ToList();

        Assert.Equal(begins, windows.Select(window => window.From));
        Assert.Equal(context, windows[^1].From + windows[^1].Length);
        Assert.All(windows, window => Assert.True(ContextWindows.QuestionIn(question, most) + 1 + window.Length <= most));
    }
}
