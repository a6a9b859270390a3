using Weft.Foundation;
using Weft.Foundation.Counting;

namespace Weft.Evaluation.Measures;

/// <summary>
/// How far figures of labels depend on which texts a split happens to have: the bootstrap's percentiles (Efron 1979). As many texts as there are
/// are drawn from them, with replacement, 1,000 times; 95 % of the figures that these give lie in the interval.
/// </summary>
/// <remarks>What the model made of a text is all that counts, so that pairs of labels are drawn, each as often as it has texts. A draw takes some
/// nanoseconds: with all resamples less than the model takes for a text. The draws are the same every time.</remarks>
internal static class Bootstrap
{
    /// <summary>How often texts are drawn anew.</summary>
    public const int Resamples = 1_000;

    private const double Tail = 0.025;

    /// <summary>The intervals of figures.</summary>
    /// <param name="pairs">How many texts have each label and each prediction, at least one in all; the order decides which are drawn.</param>
    /// <param name="labels">How many labels there are.</param>
    /// <param name="figures">The figures; each resample has a text at least.</param>
    /// <returns>An interval for each figure.</returns>
    public static IReadOnlyList<Interval> Of(IReadOnlyList<PairCount<long>> pairs, int labels, params IReadOnlyList<Func<LabelCounts, double>> figures)
    {
        int[] texts = [.. pairs.Index().SelectMany(pair => Enumerable.Repeat(pair.Index, checked((int)pair.Item.Count)))];
        var counts = new LabelCounts(labels);
        return Resample(texts, pairs.Count, drawn =>
        {
            counts.Clear();
            for (var pair = 0; pair < drawn.Length; pair++)
                counts.Add(pairs[pair] with { Count = drawn[pair] });
            return [.. figures.Select(figure => figure(counts))];
        });
    }

    /// <summary>The intervals of figures of groups, such as the words of a sentence, which are drawn together: words of one sentence are no independent finds.</summary>
    /// <param name="groups">[groups][numbers] that are added up; at least one group.</param>
    /// <param name="figures">The figures by the sums of what was drawn.</param>
    /// <returns>An interval for each figure.</returns>
    public static IReadOnlyList<Interval> OfGroups(IReadOnlyList<long[]> groups, params IReadOnlyList<Func<long[], double>> figures) => OfItems(groups.Count, drawn =>
    {
        var sums = new long[groups[0].Length];
        for (var group = 0; group < drawn.Length; group++)
        {
            for (var number = 0; number < sums.Length; number++)
                sums[number] += drawn[group] * groups[group][number];
        }
        return [.. figures.Select(figure => figure(sums))];
    });

    /// <summary>The intervals of figures of any items.</summary>
    /// <param name="items">How many there are, at least one.</param>
    /// <param name="figuresOf">The figures by how often each item was drawn, [items].</param>
    /// <returns>An interval for each figure.</returns>
    public static IReadOnlyList<Interval> OfItems(int items, Func<long[], double[]> figuresOf) => Resample([.. Enumerable.Range(0, items)], items, figuresOf);

    private static IReadOnlyList<Interval> Resample(int[] texts, int places, Func<long[], double[]> figuresOf)
    {
        var drawn = new long[places];
        var values = new double[Resamples][];
        for (var resample = 0; resample < Resamples; resample++)
        {
            Draw(texts, RandomStream.For(0, "bootstrap", resample), drawn);
            values[resample] = figuresOf(drawn);
        }
        return [.. Enumerable.Range(0, values[0].Length).Select(figure => IntervalOf(Array.ConvertAll(values, all => all[figure])))];
    }

    private static void Draw(int[] texts, RandomStream random, long[] drawn)
    {
        Array.Clear(drawn);
        for (var text = 0; text < texts.Length; text++)
            drawn[texts[random.NextInt32(texts.Length)]]++;
    }

    private static Interval IntervalOf(double[] values)
    {
        Array.Sort(values);
        return new Interval(At(Tail), At(1 - Tail));

        // Between the two values around it, as it lies between them.
        double At(double share)
        {
            var place = share * (values.Length - 1);
            var below = (int)place;
            return values[below] + (place - below) * (values[below + 1] - values[below]);
        }
    }
}

/// <summary>Where a figure lies with 95 % confidence.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
internal sealed record Interval(double Low, double High);
