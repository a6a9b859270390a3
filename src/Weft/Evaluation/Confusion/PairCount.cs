namespace Weft.Evaluation.Confusion;

/// <summary>How often one token was predicted where another was right.</summary>
/// <param name="Key">The target in the upper 32 bits, the predicted token in the lower.</param>
/// <param name="Count">How often.</param>
internal readonly record struct PairCount(ulong Key, long Count)
{
    /// <summary>The token that was right.</summary>
    public int Target => (int)(Key >> 32);

    /// <summary>The token that was predicted.</summary>
    public int Predicted => (int)(uint)Key;

    /// <summary>The key of a pair: keys rise with the target, then with the predicted token.</summary>
    public static ulong KeyOf(int target, int predicted) => ((ulong)(uint)target << 32) | (uint)predicted;
}
