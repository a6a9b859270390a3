namespace Weft.Foundation.Counting;

/// <summary>How often two ids occurred together.</summary>
/// <param name="Key">The first id in the upper 32 bits, the second in the lower: keys rise with the first, then with the second.</param>
/// <param name="Count">How often, a sum of weights, or whatever else belongs to a key.</param>
/// <typeparam name="T">What it is counted in.</typeparam>
internal readonly record struct PairCount<T>(ulong Key, T Count)
    where T : unmanaged
{
    /// <summary>The first id.</summary>
    public int First => (int)(Key >> 32);

    /// <summary>The second id.</summary>
    public int Second => (int)(uint)Key;
}

/// <summary>Makes keys.</summary>
internal static class PairKey
{
    /// <summary>The key of two ids.</summary>
    public static ulong Of(int first, int second) => ((ulong)(uint)first << 32) | (uint)second;
}
