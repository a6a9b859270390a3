using Weft.Tasks.Tagging;

namespace Weft.Tests.Tasks.Tagging;

/// <summary>Spans of BIO tags, worked out by hand as conlleval does.</summary>
public sealed class SpanTagsTests
{
    private static readonly string[] Tags = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"];

    [Theory]
    [InlineData("O O", "")]
    [InlineData("B-PER I-PER O B-LOC", "PER 0-2, LOC 3-4")]
    [InlineData("B-PER B-PER", "PER 0-1, PER 1-2")]
    [InlineData("I-PER I-PER O I-LOC", "PER 0-2, LOC 3-4")]
    [InlineData("B-PER I-LOC I-LOC", "PER 0-1, LOC 1-3")]
    [InlineData("B-LOC I-LOC I-PER", "LOC 0-2, PER 2-3")]
    public void Spans_begin_and_end_where_CoNLL_has_them(string sentence, string expected)
    {
        var spans = SpanTags.Of(Tags)!;

        Assert.Equal(expected, string.Join(", ", spans.In(Classes(sentence)).Select(span => $"{spans.Kinds[span.Kind]} {span.Begin}-{span.End}")));
    }

    [Theory]
    [InlineData("NOUN", "VERB")]
    [InlineData("O", "I-PER")]
    [InlineData("O", "B-PER", "NOUN")]
    [InlineData("O", "B-")]
    public void Other_tags_mark_none(params string[] tags) => Assert.Null(SpanTags.Of(tags));

    [Fact]
    public void A_span_counts_where_both_ends_and_kind_are_right()
    {
        var counts = new SpanCounts(SpanTags.Of(Tags)!);

        // One right; one too short; one of another kind.
        Assert.Equal((2, 2, 1), counts.Add(Classes("B-PER I-PER O B-LOC I-LOC"), Classes("B-PER I-PER O B-LOC O")));
        Assert.Equal((1, 1, 0), counts.Add(Classes("B-PER"), Classes("B-LOC")));
        var (all, kinds) = counts.Report();
        Assert.Equal((3L, 3L, 1L), (all.Spans, all.Predicted, all.Correct));
        Assert.Equal([1.0 / 3, 1.0 / 3, 1.0 / 3], [all.Precision!.Value, all.Recall!.Value, all.F1!.Value], new Near());
        Assert.Equal([new SpanScores("LOC", 1, 2, 0), new SpanScores("PER", 2, 1, 1)], kinds);
        Assert.Equal((0.5, 1, 2.0 / 3), (kinds[1].Recall!.Value, kinds[1].Precision!.Value, kinds[1].F1!.Value));
        Assert.Equal((null, null, null), (new SpanScores("X", 0, 0, 0).Recall, new SpanScores("X", 0, 0, 0).Precision, new SpanScores("X", 0, 0, 0).F1));
    }

    private static int[] Classes(string sentence) => [.. sentence.Split(' ').Select(tag => Array.IndexOf(Tags, tag))];

    private sealed class Near : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-12;

        public int GetHashCode(double obj) => 0;
    }
}
