using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Kernels;

/// <summary>The update of <see cref="SimdAdam"/> by LibTorch's operations, without new memory and without waiting for the device.</summary>
internal static class TensorAdam
{
    /// <summary>Updates a run of the buffers in place.</summary>
    /// <param name="buffers">On any device.</param>
    /// <param name="run">Which part of them.</param>
    /// <param name="update">What to do.</param>
    /// <param name="scale">What gradients are multiplied by first: a single number on the same device, or null for 1.</param>
    public static void Update(AdamBuffers buffers, FlatRun run, AdamUpdate update, Tensor? scale)
    {
        using var scope = NewDisposeScope();
        Tensor Part(Tensor flat) => flat.narrow(0, run.Start, run.Length);
        var (value, gradient) = (Part(buffers.Values), Part(buffers.Gradients));
        var (mean, square) = (Part(buffers.Means), Part(buffers.Squares));
        if (scale is not null)
            gradient.mul_(scale);
        mean.MultiplyInPlace(update.Beta1);
        SafeArithmetic.With(1 - update.Beta1, rest => mean.add_(gradient, rest));
        square.MultiplyInPlace(update.Beta2);
        SafeArithmetic.With(1 - update.Beta2, rest => square.addcmul_(gradient, gradient, rest));

        // The gradient is done with: its memory takes the denominator.
        var denominator = gradient.copy_(square).sqrt_().MultiplyInPlace(1 / update.SquareCorrection);
        SafeArithmetic.With(update.Epsilon, denominator.add_);
        value.MultiplyInPlace(update.Keep);
        SafeArithmetic.With(-update.Rate, rate => value.addcdiv_(mean, denominator, rate));
        gradient.zero_();

        if (buffers.Averages is { } averages)
        {
            var average = Part(averages).MultiplyInPlace(update.AverageDecay);
            SafeArithmetic.With(1 - update.AverageDecay, rest => average.add_(value, rest));
        }
        if (buffers.HasCopies(run))
            Part(buffers.Copies!).copy_(value);
    }
}
