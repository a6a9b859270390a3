using Weft.Kernels.Updates;
using Weft.Modeling.Parameters;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Optimization;

/// <summary>
/// Muon (Jordan et al. 2024): the momentum of a hidden matrix, made orthogonal, is its step. Its size is that of an Adam step, 0.2 times
/// the root of the longer side (Liu et al. 2025, "Muon is scalable", section 2.2), so that one learning rate and one weight decay
/// serve all parameters. Matrices that lie in one parameter, as those of queries, keys and values, are treated one by one.
/// </summary>
internal static class MuonMatrices
{
    // The root of the mean square of Adam's steps.
    private const double StepSize = 0.2;

    /// <summary>Updates a parameter in place.</summary>
    /// <param name="buffers">Of all parameters; the means are the velocity.</param>
    /// <param name="slot">The parameter's place.</param>
    /// <param name="update">Momentum, rate, decay.</param>
    /// <param name="iterations">Of <see cref="NewtonSchulz"/>.</param>
    /// <param name="scale">What the gradient is multiplied by first, or null for 1.</param>
    public static void Update(UpdateBuffers buffers, ParameterSlot slot, MomentumUpdate update, int iterations, Tensor? scale)
    {
        using var scope = NewDisposeScope();
        var value = slot.ViewOf(buffers.Values);
        var gradient = TensorUpdates.Prepare(value, slot.ViewOf(buffers.Gradients), update.Common, scale);
        var velocity = slot.ViewOf(buffers.Means, buffers.MeansStart).MultiplyInPlace(update.Momentum).AddInPlace(gradient);
        var direction = SafeArithmetic.With(update.GradientShare, share => gradient.mul_(share));
        SafeArithmetic.With(update.VelocityShare, share => direction.add_(velocity, share));
        value.MultiplyInPlace(update.Common.Keep);
        foreach (var (values, directions) in value.chunk(slot.Entry.Matrices).Zip(direction.chunk(slot.Entry.Matrices)))
        {
            var step = update.Rate * StepSize * Math.Sqrt(Math.Max(values.shape[0], values.shape[1]));
            SafeArithmetic.With(-step, factor => values.add_(NewtonSchulz.Orthogonalise(directions, iterations), factor));
        }
        TensorUpdates.Finish(buffers, new FlatRange(slot.Start, slot.Length), update.Common);
    }
}
