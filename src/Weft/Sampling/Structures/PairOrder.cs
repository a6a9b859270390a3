namespace Weft.Sampling.Structures;

/// <summary>
/// An order of pairs in which neighbours are alike in length on both sides, so that batches of them have little padding. All pairs are divided in two by the length of one side or
/// of the other, wherever that leaves the fewest places to be computed, and so are the parts, until one is a bucket: among its pairs <see cref="ChunkOrders"/> chooses at random.
/// </summary>
internal static class PairOrder
{
    // A part has so many times the smaller one's pairs at most: that bounds how often a pair is sorted.
    private const int MostUneven = 8;

    /// <summary>The order of pairs.</summary>
    /// <param name="lengths">The tokens that are seen of each side.</param>
    /// <param name="bucket">How many pairs make a bucket.</param>
    /// <returns>The numbers of all pairs. Those with equal lengths keep their order.</returns>
    public static int[] Of(IReadOnlyList<(int First, int Second)> lengths, int bucket)
    {
        int[] order = [.. Enumerable.Range(0, lengths.Count)];
        Divide(order, lengths, bucket);
        return order;
    }

    private static void Divide(Span<int> part, IReadOnlyList<(int First, int Second)> lengths, int bucket)
    {
        var byFirst = part.ToArray();
        Sort(part, pair => (lengths[pair].Second, lengths[pair].First, pair));
        if (part.Length <= bucket)
            return;
        Sort(byFirst, pair => (lengths[pair].First, lengths[pair].Second, pair));
        var (at, places) = BestCut(part, lengths, bucket);
        if (BestCut(byFirst, lengths, bucket) is var other && other.Places < places)
        {
            byFirst.CopyTo(part);
            at = other.At;
        }
        Divide(part[..at], lengths, bucket);
        Divide(part[at..], lengths, bucket);
    }

    // Whole buckets stand before a cut, so that none has pairs of two parts.
    private static (int At, long Places) BestCut(ReadOnlySpan<int> order, IReadOnlyList<(int First, int Second)> lengths, int bucket)
    {
        var count = order.Length;
        var behind = new int[(count - 1) / bucket + 1]; // how wide the pairs behind each cut are
        var (first, second) = (0, 0);
        for (var at = count - 1; at >= bucket; at--)
        {
            (first, second) = Wider((first, second), lengths[order[at]]);
            behind[at / bucket] = at % bucket == 0 ? first + second : 0;
        }
        var best = (At: 0, Places: long.MaxValue);
        (first, second) = (0, 0);
        for (var at = 0; at < count; at++)
        {
            var isAllowed = at % bucket == 0 && at > 0 && (Math.Min(at, count - at) >= count / MostUneven || count <= 2 * bucket);
            if (isAllowed && (long)at * (first + second) + (long)(count - at) * behind[at / bucket] is var places && places < best.Places)
                best = (at, places);
            (first, second) = Wider((first, second), lengths[order[at]]);
        }
        return best;
    }

    private static (int First, int Second) Wider((int First, int Second) one, (int First, int Second) other) =>
        (Math.Max(one.First, other.First), Math.Max(one.Second, other.Second));

    private static void Sort(Span<int> part, Func<int, (int, int, int)> key) => part.Sort((left, right) => key(left).CompareTo(key(right)));
}
