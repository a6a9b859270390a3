namespace Weft.Kernels.Updates;

/// <summary>A stretch of a flat buffer whose numbers are all treated alike, cut into blocks that threads share.</summary>
/// <param name="Start">Its first number in the buffer.</param>
/// <param name="Length">How many numbers: a multiple of the two widest vectors of float32.</param>
/// <param name="Touched">Where its gradient may be other than zero; null is everywhere.</param>
internal readonly record struct FlatRange(long Start, long Length, TouchedParts? Touched = null)
{
    // A whole number of parts, so that no part is in two blocks.
    private const int NumbersInBlock = 512 * TouchedParts.PartLength;

    /// <summary>The number of blocks: a matter of the length alone, so that sums over blocks do not depend on the threads.</summary>
    public int Blocks => (int)((Length + NumbersInBlock - 1) / NumbersInBlock);

    /// <summary>Where a block begins and ends, counted from the range's start.</summary>
    public (long Start, long End) Block(int block) => ((long)block * NumbersInBlock, Math.Min(Length, (block + 1L) * NumbersInBlock));

    /// <summary>How far, from a place within a block, the gradient is touched throughout or not at all.</summary>
    public (bool IsTouched, int Length) Stretch(long start, long end) => Touched?.Stretch(start, end) ?? (true, (int)(end - start));
}
