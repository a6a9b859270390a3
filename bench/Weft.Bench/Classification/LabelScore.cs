using Weft.Evaluation.Measures;
using Weft.Foundation.Counting;
using Weft.Text.Reading;

namespace Weft.Bench.Classification;

/// <summary>How good predictions are.</summary>
/// <param name="Accuracy">The share of texts whose label was predicted.</param>
/// <param name="MacroF1">The mean F1 of the labels that have texts or predictions.</param>
internal sealed record LabelScore(double Accuracy, double MacroF1)
{
    /// <summary>Compares predictions with the texts' own labels.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="predicted">[texts] labels; null where nothing was predicted, which is wrong, as a label of its own would be.</param>
    public static LabelScore Of(IReadOnlyList<TextRecord> texts, IReadOnlyList<string?> predicted)
    {
        if (texts.Count != predicted.Count)
            throw new ArgumentException($"There are {predicted.Count} predictions for {texts.Count} texts.", nameof(predicted));
        var places = texts.Select(text => text.Label ?? "").Concat(predicted.Select(label => label ?? ""))
            .Distinct(StringComparer.Ordinal).Index().ToDictionary(label => label.Item, label => label.Index, StringComparer.Ordinal);
        var counts = new LabelCounts(places.Count);
        foreach (var (text, label) in texts.Zip(predicted))
            counts.Add(new PairCount<long>(PairKey.Of(places[text.Label ?? ""], places[label ?? ""]), 1));
        return new LabelScore(counts.Accuracy(), counts.MacroF1());
    }
}
