namespace Weft.Data.Store;

/// <summary>How many documents of a split have each label.</summary>
internal static class LabelFrequencies
{
    /// <summary>Counts a split.</summary>
    /// <param name="tokens">The split; its documents have labels.</param>
    /// <param name="labels">Number of labels.</param>
    /// <returns>[labels]</returns>
    public static long[] Count(TokenSequence tokens, int labels)
    {
        var ids = new int[tokens.DocumentCount];
        tokens.CopyLabels(0, ids);
        var counts = new long[labels];
        foreach (var id in ids)
            counts[id]++;
        return counts;
    }
}
