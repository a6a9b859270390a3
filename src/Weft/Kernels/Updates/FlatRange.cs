namespace Weft.Kernels.Updates;

/// <summary>A stretch of a flat buffer whose numbers are all treated alike, cut into blocks that threads share.</summary>
/// <param name="Start">Its first number in the buffer.</param>
/// <param name="Length">How many numbers: a multiple of the two widest vectors of float32.</param>
/// <param name="Touched">Where its gradient may be other than zero; null is everywhere.</param>
/// <param name="TouchedStart">Which of the touched table's numbers it begins with, a multiple of <see cref="TouchedParts.PartLength"/>.</param>
internal readonly record struct FlatRange(long Start, long Length, TouchedParts? Touched = null, long TouchedStart = 0)
{
    // A whole number of parts, so that no part is in two blocks.
    private const int NumbersInBlock = 512 * TouchedParts.PartLength;

    /// <summary>The number of blocks: a matter of the length alone, so that sums over blocks do not depend on the threads.</summary>
    public int Blocks => (int)((Length + NumbersInBlock - 1) / NumbersInBlock);

    /// <summary>Where a block begins and ends, counted from the range's start.</summary>
    public (long Start, long End) Block(int block) => ((long)block * NumbersInBlock, Math.Min(Length, (block + 1L) * NumbersInBlock));

    /// <summary>Which block a number of the buffer lies in.</summary>
    public int BlockOf(long number) => (int)((number - Start) / NumbersInBlock);

    /// <summary>Whether a cut at a number of the buffer leaves every block whole.</summary>
    public bool MayBeCutAt(long number) => number <= Start || number >= Start + Length || (number - Start) % NumbersInBlock == 0;

    /// <summary>Where blocks begin, and where the last one ends.</summary>
    public IEnumerable<long> Borders()
    {
        for (var block = 0; block < Blocks; block++)
            yield return Start + block * (long)NumbersInBlock;
        yield return Start + Length;
    }

    /// <summary>The range's numbers from one of the buffer's to before another; empty where there are none. Cut between blocks, it has the same blocks.</summary>
    public FlatRange Within(long first, long end)
    {
        var (from, to) = (Math.Clamp(first, Start, Start + Length), Math.Clamp(end, Start, Start + Length));
        return this with { Start = from, Length = Math.Max(0, to - from), TouchedStart = TouchedStart + from - Start };
    }

    /// <summary>How far, from a place within a block, the gradient is touched throughout or not at all.</summary>
    public (bool IsTouched, int Length) Stretch(long start, long end) => Touched?.Stretch(TouchedStart + start, TouchedStart + end) ?? (true, (int)(end - start));
}
