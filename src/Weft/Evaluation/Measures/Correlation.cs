namespace Weft.Evaluation.Measures;

/// <summary>How well numbers go together.</summary>
internal static class Correlation
{
    /// <summary>Pearson's coefficient, -1 to 1; 0 where one of the two does not vary.</summary>
    /// <param name="first">Numbers.</param>
    /// <param name="second">As many.</param>
    /// <param name="counts">How often each pair counts; null is once.</param>
    public static double Pearson(ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<long> counts = default)
    {
        var (total, meanFirst, meanSecond) = (0.0, 0.0, 0.0);
        for (var i = 0; i < first.Length; i++)
        {
            var count = CountOf(counts, i);
            (total, meanFirst, meanSecond) = (total + count, meanFirst + count * first[i], meanSecond + count * second[i]);
        }
        (meanFirst, meanSecond) = (meanFirst / total, meanSecond / total);
        var (both, ofFirst, ofSecond) = (0.0, 0.0, 0.0);
        for (var i = 0; i < first.Length; i++)
        {
            var (count, x, y) = (CountOf(counts, i), first[i] - meanFirst, second[i] - meanSecond);
            (both, ofFirst, ofSecond) = (both + count * x * y, ofFirst + count * x * x, ofSecond + count * y * y);
        }
        var scale = Math.Sqrt(ofFirst * ofSecond);
        return scale > 0 ? both / scale : 0;
    }

    /// <summary>The place of each number among all, from 1, equal ones each with the mean of their places: Spearman's coefficient is Pearson's of these.</summary>
    public static double[] Ranks(double[] numbers)
    {
        var order = Enumerable.Range(0, numbers.Length).ToArray();
        Array.Sort(order, (a, b) => numbers[a].CompareTo(numbers[b]));
        var ranks = new double[numbers.Length];
        for (int begin = 0, end; begin < order.Length; begin = end)
        {
            for (end = begin + 1; end < order.Length && numbers[order[end]] == numbers[order[begin]]; end++)
            {
            }
            for (var place = begin; place < end; place++)
                ranks[order[place]] = 0.5 * (begin + 1 + end);
        }
        return ranks;
    }

    private static long CountOf(ReadOnlySpan<long> counts, int i) => counts.IsEmpty ? 1 : counts[i];
}
