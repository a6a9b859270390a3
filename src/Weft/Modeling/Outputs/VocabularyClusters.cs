namespace Weft.Modeling.Outputs;

/// <summary>A vocabulary, ordered by falling frequency, cut into a shortlist and tails.</summary>
/// <param name="cutoffs">The first id of each tail; rising, from 1 to below <paramref name="vocabulary"/>.</param>
/// <param name="vocabulary">Number of tokens.</param>
internal sealed class VocabularyClusters(IReadOnlyList<int> cutoffs, int vocabulary)
{
    /// <summary>How many tails <see cref="DefaultCutoffs"/> makes of any but the smallest vocabularies.</summary>
    public const int DefaultTails = 2;

    /// <summary>
    /// A sixteenth of the vocabulary, rounded up, is the shortlist; up to a quarter goes the first tail, the rest is the second. Where
    /// frequencies fall as those of words do, most targets are in the shortlist, and with a divisor of 4 the tails together cost less
    /// than it does.
    /// </summary>
    /// <returns>None where there is a single token.</returns>
    public static IReadOnlyList<int> DefaultCutoffs(int vocabulary) =>
        [.. new[] { (vocabulary + 15) / 16, (vocabulary + 3) / 4 }.Where(cutoff => cutoff < vocabulary).Distinct()];

    /// <summary>How many tokens have a class of their own in the head.</summary>
    public int Shortlist => cutoffs[0];

    /// <summary>How many tails there are; each has one class in the head, behind the shortlist.</summary>
    public int Tails => cutoffs.Count;

    /// <summary>The first id of a tail, counted from 0.</summary>
    public int First(int tail) => cutoffs[tail];

    /// <summary>How many tokens a tail has.</summary>
    public int Count(int tail) => (tail + 1 < cutoffs.Count ? cutoffs[tail + 1] : vocabulary) - cutoffs[tail];

    /// <summary>The tail that a token is in, or -1 for the shortlist and for what is not scored.</summary>
    public int TailOf(long token)
    {
        var tail = cutoffs.Count - 1;
        while (tail >= 0 && token < cutoffs[tail])
            tail--;
        return tail;
    }
}
