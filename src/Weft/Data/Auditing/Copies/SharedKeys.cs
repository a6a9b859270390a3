using System.Numerics;
using Weft.Foundation.Counting;

namespace Weft.Data.Auditing.Copies;

/// <summary>What shares a key with others.</summary>
internal static class SharedKeys
{
    /// <summary>The values of each key that has several, in their order.</summary>
    public static IEnumerable<List<T>> Of<T>(KeyedSort<T> sorted)
        where T : unmanaged, INumber<T>
    {
        var (key, open) = (0UL, new List<T>());
        foreach (var (next, value) in sorted.Read())
        {
            if (next != key && open.Count > 1)
                yield return [.. open.Order()];
            if (next != key)
                open.Clear();
            key = next;
            open.Add(value);
        }
        if (open.Count > 1)
            yield return [.. open.Order()];
    }
}
