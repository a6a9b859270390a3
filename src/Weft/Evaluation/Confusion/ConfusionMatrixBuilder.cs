using Weft.Foundation.Counting;

namespace Weft.Evaluation.Confusion;

/// <summary>Adds counts of pairs up to the matrix of some tokens; all others are one class of their own, the last.</summary>
internal sealed class ConfusionMatrixBuilder
{
    private readonly Dictionary<int, int> _places = [];
    private readonly IReadOnlyList<string> _labels;
    private readonly long[][] _counts;

    /// <param name="tokens">The ids of the tokens that have a place of their own.</param>
    /// <param name="nameOf">The tokens' texts.</param>
    /// <param name="isWhole">Whether these are all that there are: then there is no class of others.</param>
    public ConfusionMatrixBuilder(IReadOnlyList<int> tokens, Func<int, string> nameOf, bool isWhole = false)
    {
        foreach (var token in tokens)
            _places.Add(token, _places.Count);
        _labels = [.. tokens.Select(nameOf)];
        var places = tokens.Count + (isWhole ? 0 : 1);
        _counts = [.. Enumerable.Range(0, places).Select(_ => new long[places])];
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
