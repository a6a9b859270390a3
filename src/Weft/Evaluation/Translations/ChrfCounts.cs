namespace Weft.Evaluation.Translations;

/// <summary>
/// Adds up what chrF (Popović 2015) is made of: runs of one to six characters, blanks left out, and recall counting twice as much as precision (chrF2). Of several references
/// the one counts that the translation is nearest to.
/// </summary>
internal sealed class ChrfCounts
{
    private const int Longest = 6;
    private const double Beta = 2;

    private long[] _counts = new long[3 * Longest];
    private int? _references;

    /// <summary>What a score depends on, as sacreBLEU 2 writes it, but for its version.</summary>
    public string Signature => $"nrefs:{_references ?? 1}|case:mixed|eff:yes|nc:{Longest}|nw:0|space:no";

    /// <summary>Takes a translation.</summary>
    /// <param name="translation">What was translated.</param>
    /// <param name="references">Right translations, at least one; as many for each.</param>
    /// <exception cref="ArgumentException">There is none, or the translation before had another number of them.</exception>
    public void Add(string translation, params IReadOnlyList<string> references)
    {
        if (references.Count == 0 || references.Count != (_references ?? references.Count))
            throw new ArgumentException($"There are {references.Count} references; each translation must have as many, and one at least.", nameof(references));
        _references = references.Count;
        var own = Characters(translation);
        var best = references.Select(reference => Count(own, Characters(reference))).MaxBy(Score)!;
        _counts = [.. _counts.Zip(best, (sum, count) => sum + count)];
    }

    /// <summary>The score, from 0 to 100.</summary>
    public double Score() => Score(_counts);

    private static string[] Characters(string text) => [.. text.EnumerateRunes().Where(rune => !System.Text.Rune.IsWhiteSpace(rune)).Select(rune => rune.ToString())];

    // Of each length: all of the translation, all of the reference, and those in common. A translation's count only where the reference has some.
    private static long[] Count(string[] own, string[] reference)
    {
        var counts = new long[3 * Longest];
        for (var length = 1; length <= Longest; length++)
        {
            var others = Math.Max(0, reference.Length - length + 1);
            counts[3 * length - 3] = others > 0 ? Math.Max(0, own.Length - length + 1) : 0;
            counts[3 * length - 2] = others;
            counts[3 * length - 1] = Ngrams.Common(Ngrams.Count(own, length), Ngrams.Count(reference, length));
        }
        return counts;
    }

    // The means of precision and recall over the lengths that both texts have.
    private static double Score(long[] counts)
    {
        var there = counts.Chunk(3).Where(length => length[0] > 0 && length[1] > 0).ToList();
        if (there.Count == 0)
            return 0;
        var (precision, recall) = (there.Average(length => (double)length[2] / length[0]), there.Average(length => (double)length[2] / length[1]));
        return precision + recall > 0 ? 100 * (1 + Beta * Beta) * precision * recall / (Beta * Beta * precision + recall) : 0;
    }
}
