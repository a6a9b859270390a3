namespace Weft.Tasks.Classification;

/// <summary>
/// What a model sees of a pair of texts that is longer than its context: the beginning of each. Each has half of the room, and what the other one leaves of
/// its half.
/// </summary>
internal static class PairCut
{
    /// <summary>Copies what is seen.</summary>
    /// <param name="pair">All tokens of the pair, more than there is room for; the first <paramref name="end"/> divides it.</param>
    /// <param name="end">The end-of-text token.</param>
    /// <param name="seen">[context] takes them, with an end between the two.</param>
    public static void Copy(ReadOnlySpan<long> pair, long end, Span<long> seen)
    {
        var first = pair.IndexOf(end) + 1;
        var ofSecond = Math.Min(pair.Length - first, Math.Max(seen.Length / 2, seen.Length - first));
        var ofFirst = seen.Length - ofSecond;
        pair[..ofFirst].CopyTo(seen);
        if (ofFirst > 0)
            seen[ofFirst - 1] = end;
        pair.Slice(first, ofSecond).CopyTo(seen[ofFirst..]);
    }
}
