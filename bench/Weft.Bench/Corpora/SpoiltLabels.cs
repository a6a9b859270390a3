using Weft.Foundation;
using Weft.Text.Reading;

namespace Weft.Bench.Corpora;

/// <summary>What labelled data from practice have: labels that are wrong, and classes of very different sizes. Both are made from a set that has neither.</summary>
internal static class SpoiltLabels
{
    /// <summary>Gives some records another label, any of the others alike.</summary>
    /// <param name="records">Labelled records.</param>
    /// <param name="share">The share of all records that are wrong afterwards.</param>
    /// <param name="seed">The same one chooses the same records.</param>
    public static List<TextRecord> WithWrongLabels(IReadOnlyList<TextRecord> records, double share, long seed)
    {
        var random = RandomStream.For(seed, "wrong labels");
        var labels = LabelsOf(records);
        var spoilt = new List<TextRecord>(records);
        foreach (var place in Shuffled(records.Count, random)[..(int)Math.Round(share * records.Count)])
        {
            var other = random.NextInt32(labels.Count - 1);
            spoilt[place] = records[place] with { Label = labels[other < labels.IndexOf(records[place].Label!) ? other : other + 1] };
        }
        return spoilt;
    }

    /// <summary>
    /// Leaves records out until the largest class has so many times the records of the smallest, with those between at equal ratios (the long tail of Cui et al. 2019).
    /// Which class is how large depends on the seed alone; one that has fewer records than it should keeps all it has.
    /// </summary>
    /// <param name="records">Labelled records; those that stay keep their order.</param>
    /// <param name="ratio">Largest to smallest, above 1.</param>
    /// <param name="seed">The same one leaves out the same records.</param>
    public static List<TextRecord> Unbalanced(IReadOnlyList<TextRecord> records, double ratio, long seed)
    {
        var random = RandomStream.For(seed, "unbalanced classes");
        var labels = LabelsOf(records).ToArray();
        random.Shuffle<string>(labels);
        var counts = records.CountBy(record => record.Label!, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        // The largest size of the first class at which the ratios hold for all.
        var first = labels.Select((label, rank) => counts[label] / ShareOf(rank)).Min();
        var room = labels.Select((label, rank) => (label, Size: Math.Max(1, (int)Math.Round(first * ShareOf(rank))))).ToDictionary(pair => pair.label, pair => pair.Size, StringComparer.Ordinal);
        var kept = Shuffled(records.Count, random).Where(place => room[records[place].Label!]-- > 0).ToHashSet();
        return [.. records.Where((_, place) => kept.Contains(place))];

        double ShareOf(int rank) => Math.Pow(ratio, -(double)rank / Math.Max(1, labels.Length - 1));
    }

    private static List<string> LabelsOf(IEnumerable<TextRecord> records) =>
        [.. records.Select(record => record.Label!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static int[] Shuffled(int count, RandomStream random)
    {
        int[] places = [.. Enumerable.Range(0, count)];
        random.Shuffle<int>(places);
        return places;
    }
}
