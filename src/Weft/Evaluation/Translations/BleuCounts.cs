namespace Weft.Evaluation.Translations;

/// <summary>
/// Adds up what BLEU (Papineni et al. 2002) is made of: over a whole text, up to four words, with as many references as there are. Words are those of
/// <see cref="Words13a"/>. A length without a match counts half of a match, the next such a quarter (NIST's smoothing, which sacreBLEU calls <c>exp</c>).
/// </summary>
/// <param name="mayVary">Whether translations may have different numbers of references.</param>
internal sealed class BleuCounts(bool mayVary = false)
{
    private const int Longest = 4;

    private readonly long[] _common = new long[Longest];
    private readonly long[] _all = new long[Longest];
    private long _length;
    private long _referenceLength;
    private int? _references;
    private bool _vary;

    /// <summary>What a score depends on, as sacreBLEU 2 writes it, but for its version.</summary>
    public string Signature => $"nrefs:{(_vary ? "var" : $"{_references ?? 1}")}|case:mixed|eff:no|tok:13a|smooth:exp";

    /// <summary>Takes a translation.</summary>
    /// <param name="translation">What was translated.</param>
    /// <param name="references">Right translations, at least one; as many for each, unless they may vary.</param>
    /// <exception cref="ArgumentException">There is none, or the translation before had another number of them.</exception>
    public void Add(string translation, params IReadOnlyList<string> references)
    {
        var varies = references.Count != (_references ?? references.Count);
        if (references.Count == 0 || (varies && !mayVary))
            throw new ArgumentException($"There are {references.Count} references; each translation must have as many, and one at least.", nameof(references));
        (_references, _vary) = (references.Count, _vary | varies);
        var own = Words13a.Of(translation);
        var others = references.Select(Words13a.Of).ToList();
        _length += own.Length;
        // The nearest of the references' lengths, the shorter of two that are as near.
        _referenceLength += others.Select(other => other.Length).OrderBy(length => Math.Abs(length - own.Length)).ThenBy(length => length).First();
        for (var length = 1; length <= Longest; length++)
        {
            _all[length - 1] += Math.Max(0, own.Length - length + 1);
            _common[length - 1] += Ngrams.Common(Ngrams.Count(own, length), Most(others, length));
        }
    }

    /// <summary>The score, from 0 to 100.</summary>
    public double Score()
    {
        if (_common.All(count => count == 0) || _all.Any(count => count == 0))
            return 0;
        var (sum, smoothed) = (0.0, 1.0);
        for (var i = 0; i < Longest; i++)
            sum += Math.Log(_common[i] > 0 ? (double)_common[i] / _all[i] : 1 / ((smoothed *= 2) * _all[i]));
        var brevity = Math.Min(1, Math.Exp(1 - (double)_referenceLength / _length));
        return 100 * brevity * Math.Exp(sum / Longest);
    }

    // Each n-gram as often as it stands in one of the references.
    private static Dictionary<string, int> Most(List<string[]> references, int length)
    {
        var most = Ngrams.Count(references[0], length);
        foreach (var other in references.Skip(1))
        {
            foreach (var (ngram, count) in Ngrams.Count(other, length))
                most[ngram] = Math.Max(count, most.GetValueOrDefault(ngram));
        }
        return most;
    }
}
