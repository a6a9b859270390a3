using Weft.Evaluation.Translations;

namespace Weft.Evaluation.Captions;

/// <summary>
/// CIDEr-D (Vedantam et al. 2015, section 6), which COCO's caption evaluation reports as CIDEr: captions and references are vectors of n-grams, of each length from one to four words, weighted by how rare
/// they are among the references of all pictures; the cosine of the two, with counts clipped at the reference's, times a Gaussian of the difference in length, whose deviation is 6; the mean over
/// references and lengths, times 10. As there, the length is that of the words less one, and words in no reference count as those in one.
/// </summary>
internal sealed class CiderScores
{
    private const int Longest = 4;
    private const double Deviation = 6;
    private const double Scale = 10;

    private readonly List<(Grams Caption, List<Grams> References)> _pictures = [];
    private readonly Dictionary<string, int>[] _frequencies = [.. Enumerable.Range(0, Longest).Select(_ => new Dictionary<string, int>(StringComparer.Ordinal))];

    /// <summary>Takes a picture.</summary>
    /// <param name="caption">The words of its caption.</param>
    /// <param name="references">Those of the right captions, at least one.</param>
    public void Add(string[] caption, IReadOnlyList<string[]> references)
    {
        var grams = references.Select(words => new Grams(words)).ToList();
        _pictures.Add((new Grams(caption), grams));
        for (var i = 0; i < Longest; i++)
        {
            foreach (var gram in grams.SelectMany(reference => reference.Counts[i].Keys).Distinct(StringComparer.Ordinal))
                _frequencies[i][gram] = _frequencies[i].GetValueOrDefault(gram) + 1;
        }
    }

    /// <summary>The score of each picture's caption, from 0 to 10.</summary>
    public IReadOnlyList<double> Scores() => [.. _pictures.Select(picture => picture.References.Average(reference => Similarity(picture.Caption, reference)))];

    private double Similarity(Grams caption, Grams reference)
    {
        var (sum, difference) = (0.0, (double)(caption.Words - reference.Words));
        for (var i = 0; i < Longest; i++)
        {
            var (own, other) = (Weighted(caption, i), Weighted(reference, i));
            var norms = Norm(own) * Norm(other);
            if (norms > 0)
                sum += own.Sum(gram => other.TryGetValue(gram.Key, out var weight) ? Math.Min(gram.Value, weight) * weight : 0) / norms;
        }
        return Scale * sum / Longest * Math.Exp(-difference * difference / (2 * Deviation * Deviation));
    }

    private Dictionary<string, double> Weighted(Grams text, int i) => text.Counts[i].ToDictionary(
        gram => gram.Key, gram => gram.Value * (Math.Log(_pictures.Count) - Math.Log(Math.Max(1, _frequencies[i].GetValueOrDefault(gram.Key)))), StringComparer.Ordinal);

    private static double Norm(Dictionary<string, double> vector) => Math.Sqrt(vector.Values.Sum(weight => weight * weight));

    /// <summary>How often each n-gram stands in a text.</summary>
    private sealed class Grams(string[] words)
    {
        public int Words => Math.Max(0, words.Length - 1);

        public Dictionary<string, int>[] Counts { get; } = [.. Enumerable.Range(1, Longest).Select(length => Ngrams.Count(words, length))];
    }
}
