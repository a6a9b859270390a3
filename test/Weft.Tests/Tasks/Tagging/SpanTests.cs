using Weft.Evaluation.Measures;
using Weft.Foundation;
using Weft.Tasks.Tagging;

namespace Weft.Tests.Tasks.Tagging;

/// <summary>Spans and their measures, against CoNLL's rules worked out by hand.</summary>
public sealed class SpanTests
{
    private static readonly string[] Names = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"];

    [Theory]
    [InlineData("O O", "")]
    [InlineData("B-PER I-PER O B-LOC", "PER 0-2, LOC 3-4")]
    // A B- behind an I- or B- of the same kind begins another.
    [InlineData("B-PER I-PER B-PER", "PER 0-2, PER 2-3")]
    [InlineData("B-PER B-PER I-PER", "PER 0-1, PER 1-3")]
    // An I- without a span of its kind before it begins one.
    [InlineData("I-PER I-PER O I-LOC", "PER 0-2, LOC 3-4")]
    [InlineData("B-PER I-LOC I-LOC", "PER 0-1, LOC 1-3")]
    [InlineData("O B-LOC I-LOC I-LOC", "LOC 1-4")]
    [InlineData("", "")]
    public void Spans_are_those_of_conlleval(string tags, string expected)
    {
        var marked = SpanTags.Of(Names)!;
        var spans = marked.In(Classes(tags));

        Assert.Equal(["LOC", "PER"], marked.Kinds);
        Assert.Equal(expected, string.Join(", ", spans.Select(span => $"{marked.Kinds[span.Kind]} {span.Begin}-{span.End}")));
    }

    [Theory]
    [InlineData("NOUN VERB O")]
    [InlineData("I-PER O")]
    [InlineData("B-PER I-PER O X")]
    [InlineData("B- O")]
    [InlineData("O")]
    public void Other_tags_mark_no_spans(string tags) => Assert.Null(SpanTags.Of(tags.Split(' ')));

    [Fact]
    public void A_span_is_right_where_its_ends_and_its_kind_are()
    {
        var counts = new SpanCounts(SpanTags.Of(Names)!);

        // PER 0-2 is found, LOC 3-4 is taken for a PER.
        Assert.Equal((2, 2, 1), counts.Add(Classes("B-PER I-PER O B-LOC"), Classes("I-PER I-PER O B-PER")));
        // One word too few, and one that is not there.
        Assert.Equal((1, 2, 0), counts.Add(Classes("B-LOC I-LOC O"), Classes("B-LOC O B-LOC")));
        Assert.Equal((0, 0, 0), counts.Add(Classes("O"), Classes("O")));
        var (all, kinds) = counts.Report();
        Assert.Equal(new SpanScores(null, 3, 4, 1), all);
        Assert.Equal([new SpanScores("LOC", 2, 2, 0), new SpanScores("PER", 1, 2, 1)], kinds);
        Assert.Equal((1 / 3.0, 1 / 4.0, 2 / 7.0), (all.Recall!.Value, all.Precision!.Value, all.F1!.Value));
        Assert.Equal((0.0, 0.0, 0.0), (kinds[0].Recall!.Value, kinds[0].Precision!.Value, kinds[0].F1!.Value));
        var none = new SpanScores("X", 0, 0, 0);
        Assert.Equal((null, null, null), (none.Recall, none.Precision, none.F1));
    }

    [Fact]
    public void The_bootstrap_draws_whole_sentences()
    {
        var random = RandomStream.For(1, "sentences");
        var sentences = Enumerable.Range(0, 30).Select(_ =>
        {
            var words = 1 + random.NextInt32(9);
            return new long[] { words, random.NextInt32(words + 1) };
        }).ToList();
        var interval = Bootstrap.OfGroups(sentences, sum => (double)sum[1] / sum[0], sum => sum[0]);

        // The twin draws lists of sentences, and takes the 2.5th and 97.5th of a hundred by sorting.
        var (shares, words) = (new List<double>(), new List<double>());
        for (var resample = 0; resample < Bootstrap.Resamples; resample++)
        {
            var draws = RandomStream.For(0, "bootstrap", resample);
            var drawn = Enumerable.Range(0, 30).Select(_ => sentences[draws.NextInt32(30)]).ToList();
            shares.Add((double)drawn.Sum(sentence => sentence[1]) / drawn.Sum(sentence => sentence[0]));
            words.Add(drawn.Sum(sentence => sentence[0]));
        }
        Assert.Equal([Between(shares), Between(words)], interval, (one, other) => Math.Abs(one.Low - other.Low) + Math.Abs(one.High - other.High) < 1e-9);
    }

    private static Interval Between(List<double> values)
    {
        values.Sort();
        // 999 steps lie between the 1,000: 0.025 of them is 24.975.
        return new Interval(values[24] * 0.025 + values[25] * 0.975, values[974] * 0.975 + values[975] * 0.025);
    }

    private static int[] Classes(string tags) => [.. tags.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(tag => Array.IndexOf(Names, tag))];
}
