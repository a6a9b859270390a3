using Weft.Evaluation.Measures;
using Weft.Foundation.Counting;
using Weft.Text.Vocabularies;
using Weft.Workers;

namespace Weft.Evaluation.Confusion;

/// <summary>Counts confusions and tells them as matrix and list.</summary>
/// <param name="classes">How many classes there are: tokens, or labels.</param>
/// <param name="nameOf">Their names.</param>
/// <param name="isWhole">Whether the matrix has all classes, so that there are no others.</param>
internal sealed class ConfusionSummary(int classes, Func<int, string> nameOf, bool isWhole = false) : ITokenCollector, IDisposable
{
    private readonly ConfusionCounts _counts = new();
    private readonly long[] _targets = new long[classes];

    /// <summary>Of the tokens of a vocabulary.</summary>
    public ConfusionSummary(Vocabulary vocabulary)
        : this(vocabulary.Count, token => vocabulary[token])
    {
    }

    /// <inheritdoc/>
    public void Take(in ScoredToken token)
    {
        _targets[token.Target]++;
        _counts.Take(token);
    }

    /// <inheritdoc/>
    public void Merge(IWorkers workers)
    {
        workers.Sum(_targets);
        _counts.Merge(workers);
    }

    /// <summary>Sums all up; to be asked for once.</summary>
    /// <param name="trainingCounts">How often each token stands in the training split: decides which words the matrix has. Null: how
    /// often it was a target does.</param>
    /// <param name="matrixWords">How many words it has.</param>
    /// <param name="pairs">How many pairs the list has.</param>
    /// <param name="each">Hears of each pair that occurs, confused or not, by target, then by prediction.</param>
    public ConfusionReport Report(IReadOnlyList<long>? trainingCounts, int matrixWords, int pairs, Action<PairCount<long>>? each = null)
    {
        var matrix = new ConfusionMatrixBuilder(ConfusionMatrixBuilder.MostFrequent(trainingCounts ?? _targets, matrixWords), nameOf, isWhole);
        var most = new MostConfused(pairs);
        var distinct = 0L;
        foreach (var pair in _counts.Read())
        {
            distinct++;
            matrix.Add(pair);
            most.Add(pair);
            each?.Invoke(pair);
        }
        return new ConfusionReport(distinct, matrix.Build(), [.. most.Read().Select(pair => new ConfusedPair(
            nameOf(pair.First), nameOf(pair.Second), pair.Count, _targets[pair.First], (double)pair.Count / _targets[pair.First]))]);
    }

    /// <inheritdoc/>
    public void Dispose() => _counts.Dispose();
}
