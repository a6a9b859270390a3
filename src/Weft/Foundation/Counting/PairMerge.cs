using System.Numerics;

namespace Weft.Foundation.Counting;

/// <summary>Merges sequences of counts by rising key into one.</summary>
internal static class PairMerge
{
    /// <summary>Merges in one pass; only one pair of each sequence is in memory. Counts of equal keys are added in the order of the sequences,
    /// on which the last bits of a sum depend.</summary>
    public static IEnumerable<PairCount<T>> Merge<T>(IReadOnlyList<IEnumerable<PairCount<T>>> sequences)
        where T : unmanaged, INumber<T>
    {
        PairCount<T>? sum = null;
        foreach (var next in InOrder(sequences))
        {
            if (sum is { } same && same.Key == next.Key)
            {
                sum = new PairCount<T>(next.Key, same.Count + next.Count);
                continue;
            }
            if (sum is { } whole)
                yield return whole;
            sum = next;
        }
        if (sum is { } last)
            yield return last;
    }

    /// <summary>Merges without adding: of equal keys the pair of the earlier sequence comes first.</summary>
    public static IEnumerable<PairCount<T>> InOrder<T>(IReadOnlyList<IEnumerable<PairCount<T>>> sequences)
        where T : unmanaged
    {
        var heads = new PriorityQueue<int, (ulong Key, int Sequence)>(sequences.Count);
        var all = sequences.Select(sequence => sequence.GetEnumerator()).ToList();
        try
        {
            foreach (var (i, sequence) in all.Index().Where(sequence => sequence.Item.MoveNext()))
                heads.Enqueue(i, (sequence.Current.Key, i));
            while (heads.TryPeek(out var first, out _))
            {
                yield return all[first].Current;
                if (all[first].MoveNext())
                    heads.DequeueEnqueue(first, (all[first].Current.Key, first));
                else
                    heads.Dequeue();
            }
        }
        finally
        {
            all.ForEach(head => head.Dispose());
        }
    }
}
