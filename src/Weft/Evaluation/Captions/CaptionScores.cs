using Weft.Evaluation.Measures;
using Weft.Evaluation.Translations;

namespace Weft.Evaluation.Captions;

/// <summary>Adds up what is measured of the captions of pictures.</summary>
internal sealed class CaptionScores
{
    private readonly BleuCounts _bleu = new(mayVary: true);
    private readonly CiderScores _cider = new();
    private readonly List<double> _rouge = [];
    private readonly List<long[]> _exact = [];

    /// <summary>The share of captions that are one of the references.</summary>
    public double ExactMatch => _exact.Average(one => one[1]);

    /// <summary>As <see cref="BleuCounts.Score"/>.</summary>
    public double Bleu => _bleu.Score();

    /// <summary>As <see cref="BleuCounts.Signature"/>.</summary>
    public string BleuSignature => _bleu.Signature;

    /// <summary>The mean of <see cref="Captions.RougeL"/>.</summary>
    public double RougeL => _rouge.Average();

    /// <summary>Takes a picture.</summary>
    /// <param name="caption">What is measured.</param>
    /// <param name="references">Right captions, at least one.</param>
    public void Add(string caption, IReadOnlyList<string> references)
    {
        _exact.Add([1, references.Contains(caption, StringComparer.Ordinal) ? 1 : 0]);
        _bleu.Add(caption, references);
        var (words, others) = (CaptionWords.Of(caption), references.Select(CaptionWords.Of).ToList());
        _rouge.Add(Captions.RougeL.Of(words, others));
        _cider.Add(words, others);
    }

    /// <summary>Where the share of exact captions lies with 95 % confidence, by which pictures there are.</summary>
    public Interval ExactMatchInterval() => Bootstrap.OfGroups(_exact, sum => (double)sum[1] / sum[0])[0];

    /// <summary>The mean of <see cref="CiderScores"/>.</summary>
    public double Cider() => _cider.Scores().Average();
}
