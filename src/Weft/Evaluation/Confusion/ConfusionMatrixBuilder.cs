using Weft.Evaluation.Reports;
using Weft.Foundation.Counting;
using Weft.Text.Vocabularies;

namespace Weft.Evaluation.Confusion;

/// <summary>Adds counts of pairs up to the matrix of some tokens; all others are one class of their own, the last.</summary>
internal sealed class ConfusionMatrixBuilder
{
    private readonly Dictionary<int, int> _places = [];
    private readonly IReadOnlyList<string> _labels;
    private readonly long[][] _counts;

    /// <param name="tokens">The ids of the tokens that have a place of their own.</param>
    /// <param name="vocabulary">The tokens' texts.</param>
    public ConfusionMatrixBuilder(IReadOnlyList<int> tokens, Vocabulary vocabulary)
    {
        foreach (var token in tokens)
            _places.Add(token, _places.Count);
        _labels = [.. tokens.Select(token => vocabulary[token])];
        _counts = [.. Enumerable.Range(0, tokens.Count + 1).Select(_ => new long[tokens.Count + 1])];
    }

    /// <summary>The tokens that stand most often in a split; those that do equally often by their ids.</summary>
    public static IReadOnlyList<int> MostFrequent(IReadOnlyList<long> counts, int most) =>
        [.. Enumerable.Range(0, counts.Count).OrderByDescending(token => counts[token]).ThenBy(token => token).Take(most)];

    /// <summary>Adds a pair of a target and what was predicted for it.</summary>
    public void Add(PairCount<long> pair) => _counts[PlaceOf(pair.First)][PlaceOf(pair.Second)] += pair.Count;

    /// <summary>The matrix of all pairs so far.</summary>
    public ConfusionMatrix Build() => new(_labels, _counts);

    private int PlaceOf(int token) => _places.GetValueOrDefault(token, _labels.Count);
}
