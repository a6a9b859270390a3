namespace Weft.Data.Batching;

/// <summary>The n-grams of each row of a batch, as often as they occur.</summary>
/// <param name="Ids">Their buckets, row after row.</param>
/// <param name="Ends">Behind which of them each row ends, [rows].</param>
internal sealed record NgramBags(IReadOnlyList<int> Ids, IReadOnlyList<int> Ends)
{
    /// <summary>How many rows there are.</summary>
    public int Count => Ends.Count;

    /// <summary>Those of rows, one after the other.</summary>
    public static NgramBags Of(IEnumerable<IReadOnlyList<int>> rows)
    {
        var (ids, ends) = (new List<int>(), new List<int>());
        foreach (var row in rows)
        {
            ids.AddRange(row);
            ends.Add(ids.Count);
        }
        return new NgramBags(ids, ends);
    }
}
