namespace Weft.Evaluation.Confusion;

/// <summary>Merges sequences of counts by rising key into one; equal keys are added.</summary>
internal static class PairMerge
{
    /// <summary>Merges in one pass; only one pair of each sequence is in memory.</summary>
    public static IEnumerable<PairCount> Merge(IReadOnlyList<IEnumerable<PairCount>> sequences)
    {
        var heads = new PriorityQueue<IEnumerator<PairCount>, ulong>(sequences.Count);
        var all = sequences.Select(sequence => sequence.GetEnumerator()).ToList();
        try
        {
            all.ForEach(Enqueue);
            while (heads.TryPeek(out _, out var key))
            {
                var count = 0L;
                while (heads.TryPeek(out var head, out var same) && same == key)
                {
                    count += head.Current.Count;
                    heads.Dequeue();
                    Enqueue(head);
                }
                yield return new PairCount(key, count);
            }
        }
        finally
        {
            all.ForEach(head => head.Dispose());
        }

        void Enqueue(IEnumerator<PairCount> head)
        {
            if (head.MoveNext())
                heads.Enqueue(head, head.Current.Key);
        }
    }
}
