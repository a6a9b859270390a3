using static TorchSharp.torch;

namespace Weft.Optimization;

/// <summary>What an optimizer remembers of a parameter under a name, or its share of that.</summary>
/// <param name="Name">The name in checkpoints.</param>
/// <param name="Shape">The shape of the whole.</param>
/// <param name="Own">The numbers: in this shape where they are the whole, [numbers] where they are a stretch of it; a view that stays the optimizer's.</param>
/// <param name="Start">Which of all numbers, row by row, the stretch begins with.</param>
internal sealed record StateTensor(string Name, long[] Shape, Tensor Own, long Start)
{
    /// <summary>How many numbers the whole has.</summary>
    public long Length => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Whether nothing is elsewhere.</summary>
    public bool IsWhole => Own.numel() == Length;
}
