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
        var heads = new PriorityQueue<int, (ulong Key, int Sequence)>(sequences.Count);
        var all = sequences.Select(sequence => sequence.GetEnumerator()).ToList();
        try
        {
            for (var i = 0; i < all.Count; i++)
                Enqueue(i);
            while (heads.TryPeek(out _, out var first))
            {
                var count = T.Zero;
                while (heads.TryPeek(out var head, out var same) && same.Key == first.Key)
                {
                    count += all[head].Current.Count;
                    heads.Dequeue();
                    Enqueue(head);
                }
                yield return new PairCount<T>(first.Key, count);
            }
        }
        finally
        {
            all.ForEach(head => head.Dispose());
        }

        void Enqueue(int sequence)
        {
            if (all[sequence].MoveNext())
                heads.Enqueue(sequence, (all[sequence].Current.Key, sequence));
        }
    }
}
