using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Kernels.Updates;

/// <summary>The updates of <see cref="FlatPass"/> by LibTorch's operations, without new memory of their own and without waiting for the device.</summary>
internal static class TensorUpdates
{
    /// <summary>Updates a range of the buffers in place by Adam's rule.</summary>
    /// <param name="buffers">On any device.</param>
    /// <param name="range">Which part of them.</param>
    /// <param name="update">What to do.</param>
    /// <param name="scale">What gradients are multiplied by first: a single number on the same device, or null for 1.</param>
    public static void Adam(UpdateBuffers buffers, FlatRange range, AdamUpdate update, Tensor? scale)
    {
        using var scope = NewDisposeScope();
        Tensor Part(Tensor flat) => flat.narrow(0, range.Start, range.Length);
        var (value, gradient) = (Part(buffers.Values), Prepare(Part(buffers.Values), Part(buffers.Gradients), update.Common, scale));
        var (mean, square) = (buffers.MeansOf(range), buffers.Squares!.narrow(0, range.Start - buffers.SquaresStart, range.Length));
        mean.MultiplyInPlace(update.Beta1);
        SafeArithmetic.With(1 - update.Beta1, rest => mean.add_(gradient, rest));
        square.MultiplyInPlace(update.Beta2);
        SafeArithmetic.With(1 - update.Beta2, rest => square.addcmul_(gradient, gradient, rest));

        // The gradient is done with: its memory takes the denominator.
        var denominator = gradient.copy_(square).sqrt_().MultiplyInPlace(1 / update.SquareCorrection);
        SafeArithmetic.With(update.Epsilon, denominator.add_);
        value.MultiplyInPlace(update.Common.Keep);
        SafeArithmetic.With(-update.Rate, rate => value.addcdiv_(mean, denominator, rate));
        Finish(buffers, range, update.Common);
    }

    /// <summary>Updates a range of the buffers in place by momentum.</summary>
    /// <inheritdoc cref="Adam"/>
    public static void Momentum(UpdateBuffers buffers, FlatRange range, MomentumUpdate update, Tensor? scale)
    {
        using var scope = NewDisposeScope();
        Tensor Part(Tensor flat) => flat.narrow(0, range.Start, range.Length);
        var (value, gradient) = (Part(buffers.Values), Prepare(Part(buffers.Values), Part(buffers.Gradients), update.Common, scale));
        var velocity = buffers.MeansOf(range).MultiplyInPlace(update.Momentum);
        SafeArithmetic.With(update.Gain, gain => velocity.add_(gradient, gain));
        value.MultiplyInPlace(update.Common.Keep);
        SafeArithmetic.With(-update.Rate * update.GradientShare, rate => value.add_(gradient, rate));
        SafeArithmetic.With(-update.Rate * update.VelocityShare, rate => value.add_(velocity, rate));
        Finish(buffers, range, update.Common);
    }

    /// <summary>Clips gradients and adds coupled weight decay.</summary>
    /// <param name="values">The parameters.</param>
    /// <param name="gradients">Changed in place.</param>
    /// <param name="update">The decay.</param>
    /// <param name="scale">What gradients are multiplied by first.</param>
    public static Tensor Prepare(Tensor values, Tensor gradients, ParameterUpdate update, Tensor? scale)
    {
        if (scale is not null)
            gradients.mul_(scale);
        if (update.Coupled > 0)
            SafeArithmetic.With(update.Coupled, factor => gradients.add_(values, factor));
        return gradients;
    }

    /// <summary>Zeroes gradients, and brings averages and rounded copies up to date.</summary>
    public static void Finish(UpdateBuffers buffers, FlatRange range, ParameterUpdate update)
    {
        Tensor Part(Tensor flat) => flat.narrow(0, range.Start, range.Length);
        var value = Part(buffers.Values);
        Part(buffers.Gradients).zero_();
        if (buffers.Averages is { } averages)
        {
            var average = averages.narrow(0, range.Start - buffers.MeansStart, range.Length).MultiplyInPlace(update.AverageDecay);
            SafeArithmetic.With(1 - update.AverageDecay, rest => average.add_(value, rest));
        }
        if (buffers.HasCopies(range))
            Part(buffers.Copies!).copy_(value);
    }
}
