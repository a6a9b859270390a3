using static TorchSharp.torch;

namespace Weft.Kernels;

/// <summary>One update of Adam with decoupled weight decay, worked out for a number of updates.</summary>
/// <param name="Keep">What a parameter is multiplied by first: 1, or less for weight decay.</param>
/// <param name="Beta1">Decay of the mean of gradients.</param>
/// <param name="Beta2">Decay of the mean of squares.</param>
/// <param name="Rate">The learning rate over the correction of the mean.</param>
/// <param name="SquareCorrection">The root of the correction of the squares.</param>
/// <param name="Epsilon">Added to the denominator.</param>
/// <param name="AverageDecay">Decay of the weights' average, where there is one.</param>
internal readonly record struct AdamUpdate(
    double Keep, double Beta1, double Beta2, double Rate, double SquareCorrection, double Epsilon, double AverageDecay);

/// <summary>The flat buffers that an update reads and writes, one number a parameter in each: [numbers].</summary>
/// <param name="Values">The parameters, float32.</param>
/// <param name="Gradients">Their gradients, float32; zero after the update.</param>
/// <param name="Means">The gradients' running mean, float32.</param>
/// <param name="Squares">The squared gradients' running mean, float32.</param>
/// <param name="Averages">The parameters' running mean, float32, or null.</param>
/// <param name="Copies">The leading parameters rounded to bfloat16, or null.</param>
internal sealed record AdamBuffers(Tensor Values, Tensor Gradients, Tensor Means, Tensor Squares, Tensor? Averages, Tensor? Copies)
{
    /// <summary>Whether a run's parameters have rounded copies: those that have are the first.</summary>
    public bool HasCopies(FlatRun run) => Copies is not null && run.Start + run.Length <= Copies.shape[0];
}
