using Weft.Data.Auditing.Words;

namespace Weft.Data.Auditing.Copies;

/// <summary>Documents with the same text.</summary>
internal static class ExactCopies
{
    /// <summary>Finds all documents with words that have the text of others.</summary>
    public static CopyGroups Find(AuditedText text)
    {
        var groups = new CopyGroups(text.Documents.Length);
        foreach (var (first, others) in Groups(text))
        {
            foreach (var other in others)
                groups.Join(first, other);
        }
        return groups;
    }

    /// <summary>The documents of each text that occurs several times, by their numbers.</summary>
    public static IEnumerable<(int First, ArraySegment<int> Others)> Groups(AuditedText text)
    {
        var (hashes, numbers) = (new ulong[text.Documents.Length], new int[text.Documents.Length]);
        for (var i = 0; i < hashes.Length; i++)
            (hashes[i], numbers[i]) = (text.Documents[i].Hash, i);
        Array.Sort(hashes, numbers);
        for (var (from, to) = (0, 0); from < hashes.Length; from = to)
        {
            while (to < hashes.Length && hashes[to] == hashes[from])
                to++;
            Array.Sort(numbers, from, to - from);
            if (to - from > 1 && text.Documents[numbers[from]].Words > 0)
                yield return (numbers[from], new ArraySegment<int>(numbers, from + 1, to - from - 1));
        }
    }
}
