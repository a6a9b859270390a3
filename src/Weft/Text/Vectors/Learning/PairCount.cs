namespace Weft.Text.Vectors.Learning;

/// <summary>How often two words occur together.</summary>
/// <param name="Key">The smaller id in the upper, the larger in the lower 32 bits.</param>
/// <param name="Count">The sum of 1 / distance over all their meetings; a word's meeting with itself counts for both sides.</param>
internal readonly record struct PairCount(ulong Key, double Count)
{
    public int First => (int)(Key >> 32);

    public int Second => (int)Key;
}
