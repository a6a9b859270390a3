namespace Weft.Sampling.Structures;

/// <summary>Places in blocks of equal width, whose borders can be moved: the first and the last block are then narrower.</summary>
/// <param name="Count">How many places there are.</param>
/// <param name="Width">How many a block has; above 0.</param>
/// <param name="Shift">Where the first border is; at least 0 and below the width.</param>
internal readonly record struct MovingBlocks(long Count, long Width, long Shift)
{
    /// <summary>No block has this number or a higher one.</summary>
    public long Numbers => Count / Width + 2;

    /// <summary>The block that a place is in: its number, its first place and how many it has.</summary>
    public (long Number, long First, long Length) Of(long place)
    {
        var number = (place - Shift + Width) / Width;
        var end = Shift + number * Width;
        var first = Math.Max(0, end - Width);
        return (number, first, Math.Min(Count, end) - first);
    }
}
