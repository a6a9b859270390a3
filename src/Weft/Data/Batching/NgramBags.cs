namespace Weft.Data.Batching;

/// <summary>The n-grams of rows, as often as they occur.</summary>
/// <param name="Ids">Their buckets, row after row.</param>
/// <param name="Ends">Behind which of them each row ends, [rows].</param>
internal sealed record NgramBags(long[] Ids, int[] Ends)
{
    /// <summary>How many rows there are.</summary>
    public int Count => Ends.Length;

    /// <summary>Those of rows, one after the other.</summary>
    public static NgramBags Of(IReadOnlyCollection<IReadOnlyList<int>> rows)
    {
        var (ids, ends) = (new long[rows.Sum(row => row.Count)], new int[rows.Count]);
        var end = 0;
        foreach (var (number, row) in rows.Index())
        {
            for (var i = 0; i < row.Count; i++)
                ids[end++] = row[i];
            ends[number] = end;
        }
        return new NgramBags(ids, ends);
    }
}
