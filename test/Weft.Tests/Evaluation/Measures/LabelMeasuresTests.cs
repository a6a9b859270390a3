using Weft.Evaluation;
using Weft.Evaluation.Measures;
using Weft.Foundation;
using Weft.Foundation.Counting;
using Weft.Tests.Support;

namespace Weft.Tests.Evaluation.Measures;

/// <summary>Figures of labels, against numbers worked out by hand, and against all pairs and plain draws.</summary>
public class LabelMeasuresTests
{
    [Fact]
    public void F1_is_of_the_labels_that_have_texts_or_predictions()
    {
        var counts = new LabelCounts(4);
        // Label 1 is never predicted, label 2 has no texts, label 3 neither.
        foreach (var pair in new[] { Pair(0, 0, 3), Pair(0, 2, 1), Pair(1, 0, 2) })
            counts.Add(pair);

        Assert.Equal([(4, 5, 3), (2, 0, 0), (0, 1, 0), (0, 0, 0)], Enumerable.Range(0, 4).Select(label => (counts.Texts[label], counts.Predicted[label], counts.Correct[label])));
        Assert.Equal(0.5, counts.Accuracy());
        // Precision 3/5 and recall 3/4.
        Assert.Equal(2 * 0.6 * 0.75 / (0.6 + 0.75), counts.F1(0)!.Value, 1e-12);
        Assert.Equal([0, 0, null], new[] { 1, 2, 3 }.Select(counts.F1));
        Assert.Equal(2.0 / 3 / 3, counts.MacroF1(), 1e-12);
        Assert.Equal(4 * (2.0 / 3) / 6, counts.WeightedF1(), 1e-12);
    }

    [Fact]
    public void The_area_is_the_share_of_pairs_in_order_where_ties_are_halves()
    {
        var random = RandomStream.For(1, "scores");
        var texts = Enumerable.Range(0, 300).Select(_ => random.NextInt32(3) == 0)
            .Select(hasLabel => (Score: (random.NextInt32(20) + (hasLabel ? 4 : 0)) / 24.0, HasLabel: hasLabel)).ToList();
        var pairs = texts.Where(text => text.HasLabel).SelectMany(text => texts.Where(other => !other.HasLabel), (text, other) => Math.Sign(text.Score - other.Score)).ToList();

        Assert.InRange(pairs.Count(order => order == 0), 500, 5_000);
        Assert.Equal(pairs.Average(order => (order + 1) / 2.0), AreaOf(texts)!.Value, 1e-12);
        Assert.Null(AreaOf(texts.Where(text => text.HasLabel)));
        Assert.Null(AreaOf(texts.Where(text => !text.HasLabel)));
        Assert.Equal([1, 0, 0.5], new[] { 0.1, 0.9, 0.5 }.Select(other => AreaOf([(0.5, true), (other, false)])!.Value));
        Assert.All(WorkersInTurn.Run(workers =>
        {
            var own = new RocArea();
            foreach (var (score, hasLabel) in texts.Where((_, i) => i % 3 == workers.Rank))
                own.Take(score, hasLabel);
            own.Merge(workers);
            return own.Report();
        }), area => Assert.Equal(AreaOf(texts), area));
    }

    [Fact]
    public void The_accuracys_interval_is_that_of_the_normal_distribution_and_the_same_every_time()
    {
        PairCount<long>[] pairs = [Pair(0, 0, 450), Pair(0, 1, 50), Pair(1, 0, 150), Pair(1, 1, 150)];
        var interval = Bootstrap.Of(pairs, 2, drawn => drawn.Accuracy())[0];
        var reach = 1.96 * Math.Sqrt(0.75 * 0.25 / 800);

        Assert.Equal(0.75 - reach, interval.Low, 0.005);
        Assert.Equal(0.75 + reach, interval.High, 0.005);
        Assert.Equal(interval, Bootstrap.Of(pairs, 2, drawn => drawn.Accuracy())[0]);
        Assert.Equal(new Interval(1, 1), Bootstrap.Of([Pair(0, 0, 1)], 2, drawn => drawn.Accuracy())[0]);
    }

    [Fact]
    public void The_macro_F1s_interval_is_that_of_texts_drawn_one_by_one()
    {
        PairCount<long>[] pairs = [Pair(0, 0, 60), Pair(0, 1, 20), Pair(1, 1, 25), Pair(1, 2, 15), Pair(2, 0, 10), Pair(2, 2, 20)];
        var texts = pairs.SelectMany(pair => Enumerable.Repeat((Right: pair.First, Predicted: pair.Second), (int)pair.Count)).ToList();
        var random = RandomStream.For(2, "drawn");
        var drawn = Enumerable.Range(0, 1_000).Select(_ => MacroF1([.. texts.Select(_ => texts[random.NextInt32(texts.Count)])])).Order().ToList();
        var interval = Bootstrap.Of(pairs, 3, counts => counts.MacroF1())[0];

        Assert.Equal(drawn[25], interval.Low, 0.015);
        Assert.Equal(drawn[974], interval.High, 0.015);
    }

    [Fact]
    public void The_ends_of_an_interval_are_told_with_its_figure()
    {
        var figures = new Figures { { "accuracy", 0.764 }, { "tideHigh", 3 } };
        FigureIntervals.Add(figures, "accuracy", new Interval(0.7389, 0.788));

        Assert.Equal(["accuracyLow", "accuracyHigh"], figures.Select(figure => figure.Name).Where(name => FigureIntervals.IsEnd(figures, name)));
        Assert.Equal(" (73.9-78.8)", FigureIntervals.Words(figures, "accuracy"));
        Assert.Equal(["", ""], [FigureIntervals.Words(figures, "tide"), FigureIntervals.Words(null, "accuracy")]);
    }

    private static PairCount<long> Pair(int right, int predicted, long texts) => new(PairKey.Of(right, predicted), texts);

    private static double? AreaOf(IEnumerable<(double Score, bool HasLabel)> texts)
    {
        var area = new RocArea();
        foreach (var (score, hasLabel) in texts)
            area.Take(score, hasLabel);
        return area.Report();
    }

    // From precision and recall, as they are defined.
    private static double MacroF1(List<(int Right, int Predicted)> texts) => texts.Select(text => text.Right).Union(texts.Select(text => text.Predicted)).Average(label =>
    {
        var correct = (double)texts.Count(text => text == (label, label));
        return correct == 0 ? 0 : 2 / (texts.Count(text => text.Predicted == label) / correct + texts.Count(text => text.Right == label) / correct);
    });
}
