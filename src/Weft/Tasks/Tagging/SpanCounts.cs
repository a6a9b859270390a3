namespace Weft.Tasks.Tagging;

/// <summary>Adds up the spans of sentences.</summary>
/// <param name="tags">Tells which spans tags mark.</param>
internal sealed class SpanCounts(SpanTags tags)
{
    private readonly long[] _there = new long[tags.Kinds.Count];
    private readonly long[] _predicted = new long[tags.Kinds.Count];
    private readonly long[] _correct = new long[tags.Kinds.Count];

    /// <summary>Takes a sentence.</summary>
    /// <param name="right">The right classes of its words.</param>
    /// <param name="predicted">The predicted ones.</param>
    /// <returns>How many spans are there, how many were predicted, and how many are both.</returns>
    public (int There, int Predicted, int Correct) Add(IReadOnlyList<int> right, IReadOnlyList<int> predicted)
    {
        var (there, found) = (tags.In(right), tags.In(predicted));
        var both = there.Intersect(found).ToList();
        Count(there, _there);
        Count(found, _predicted);
        Count(both, _correct);
        return (there.Count, found.Count, both.Count);
    }

    /// <summary>All kinds together, and each by itself.</summary>
    public (SpanScores All, IReadOnlyList<SpanScores> Kinds) Report() => (
        new SpanScores(null, _there.Sum(), _predicted.Sum(), _correct.Sum()),
        [.. tags.Kinds.Select((kind, i) => new SpanScores(kind, _there[i], _predicted[i], _correct[i]))]);

    private static void Count(IEnumerable<SpanTags.Span> spans, long[] counts)
    {
        foreach (var span in spans)
            counts[span.Kind]++;
    }
}
