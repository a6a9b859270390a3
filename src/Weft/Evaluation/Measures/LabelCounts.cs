using Weft.Foundation.Counting;

namespace Weft.Evaluation.Measures;

/// <summary>How often each label is right, was predicted, and both, and what follows from it: accuracy and F1 (van Rijsbergen 1979).</summary>
/// <param name="labels">How many labels there are.</param>
internal sealed class LabelCounts(int labels)
{
    private readonly long[] _texts = new long[labels];
    private readonly long[] _predicted = new long[labels];
    private readonly long[] _correct = new long[labels];
    private long _all;

    /// <summary>Texts of each label, [labels].</summary>
    public IReadOnlyList<long> Texts => _texts;

    /// <summary>Texts for which each label was predicted, [labels].</summary>
    public IReadOnlyList<long> Predicted => _predicted;

    /// <summary>Texts of each label for which it was predicted, [labels].</summary>
    public IReadOnlyList<long> Correct => _correct;

    /// <summary>Adds texts of one label for which one was predicted.</summary>
    /// <param name="pair">The texts' label, the predicted one, and how many texts.</param>
    public void Add(PairCount<long> pair)
    {
        _all += pair.Count;
        _texts[pair.First] += pair.Count;
        _predicted[pair.Second] += pair.Count;
        if (pair.First == pair.Second)
            _correct[pair.First] += pair.Count;
    }

    /// <summary>Forgets all texts.</summary>
    public void Clear()
    {
        _all = 0;
        Array.Clear(_texts);
        Array.Clear(_predicted);
        Array.Clear(_correct);
    }

    /// <summary>Share of texts whose label was predicted; of at least one text.</summary>
    public double Accuracy() => (double)_correct.Sum() / _all;

    /// <summary>The harmonic mean of a label's precision and recall: 0 where nothing of it is right, null where it has neither texts nor predictions.</summary>
    public double? F1(int label) =>
        // 2 / (1 / precision + 1 / recall), which needs neither of them to be there.
        _texts[label] + _predicted[label] is var both and > 0 ? 2.0 * _correct[label] / both : null;

    /// <summary>The mean F1 of the labels that have texts or predictions, each counted alike. The others are left out, as scikit-learn does.</summary>
    public double MacroF1() => Enumerable.Range(0, labels).Average(F1)!.Value;

    /// <summary>The mean F1 of the labels, each counted as it has texts.</summary>
    public double WeightedF1() => Enumerable.Range(0, labels).Sum(label => _texts[label] * (F1(label) ?? 0)) / _all;
}
