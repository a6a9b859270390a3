using static TorchSharp.torch;

namespace Weft.Kernels.Updates;

/// <summary>The flat buffers that an update reads and writes, one number a parameter in each: [numbers]. What an optimizer keeps may begin behind the first parameter.</summary>
/// <param name="Values">The parameters, float32.</param>
/// <param name="Gradients">Their gradients, float32; zero after the update.</param>
/// <param name="Means">The gradients' running mean, or the velocity, float32.</param>
/// <param name="MeansStart">Which number the means begin with, and the averages.</param>
/// <param name="Squares">The squared gradients' running mean, float32; null where no update needs it.</param>
/// <param name="SquaresStart">Which number the squares begin with: no update needs those of the numbers before.</param>
/// <param name="Averages">The parameters' running mean, float32, or null.</param>
/// <param name="Copies">The leading parameters rounded to bfloat16, or null.</param>
internal sealed record UpdateBuffers(
    Tensor Values, Tensor Gradients, Tensor Means, long MeansStart, Tensor? Squares, long SquaresStart, Tensor? Averages, Tensor? Copies)
{
    /// <summary>The means of a range; the caller owns the view.</summary>
    public Tensor MeansOf(FlatRange range) => Means.narrow(0, range.Start - MeansStart, range.Length);

    /// <summary>Whether a range's parameters have rounded copies: those that have are the first.</summary>
    public bool HasCopies(FlatRange range) => Copies is not null && range.Start + range.Length <= Copies.size(0);
}
