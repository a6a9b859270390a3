using Weft.Foundation.Counting;

namespace Weft.Evaluation.Confusion;

/// <summary>Keeps the pairs of different tokens that occur most often.</summary>
/// <param name="most">How many are kept.</param>
internal sealed class MostConfused(int most)
{
    // The one that goes first is on top: the least frequent, of these the one with the highest key.
    private readonly PriorityQueue<PairCount<long>, PairCount<long>> _kept = new(Comparer<PairCount<long>>.Create(
        (a, b) => a.Count != b.Count ? a.Count.CompareTo(b.Count) : b.Key.CompareTo(a.Key)));

    /// <summary>Takes a pair into account; each pair is to be given once.</summary>
    public void Add(PairCount<long> pair)
    {
        if (pair.First == pair.Second || most == 0)
            return;
        if (_kept.Count < most)
            _kept.Enqueue(pair, pair);
        else
            _kept.EnqueueDequeue(pair, pair);
    }

    /// <summary>The kept pairs, the most frequent first; equally frequent ones by target, then by predicted token.</summary>
    public IReadOnlyList<PairCount<long>> Read() => [.. _kept.UnorderedItems.Select(item => item.Element).OrderByDescending(pair => pair.Count).ThenBy(pair => pair.Key)];
}
