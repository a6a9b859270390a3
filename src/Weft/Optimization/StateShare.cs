using Weft.Kernels.Updates;

namespace Weft.Optimization;

/// <summary>The stretch of the flat buffers that an optimizer keeps its state of and updates, where others do the rest.</summary>
/// <param name="Start">Its first number.</param>
/// <param name="End">The number behind its last.</param>
internal sealed record StateShare(long Start, long End)
{
    /// <summary>How many numbers.</summary>
    public long Length => End - Start;

    /// <summary>What the share has of a range; its blocks are the range's.</summary>
    public FlatRange Of(FlatRange range) => range.Within(Start, End);
}

/// <summary>Adds up what all shares have, in place.</summary>
internal delegate void SumOverShares(Span<double> numbers);
