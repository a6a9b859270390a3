using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Weft.Kernels.Updates;

/// <summary>Stochastic gradient descent with momentum, as PyTorch has it, by vector instructions (Sutskever et al. 2013).</summary>
internal static class SimdMomentum
{
    /// <summary>Updates a range of the buffers in place.</summary>
    /// <param name="buffers">On the CPU; the means are the velocity.</param>
    /// <param name="range">Which part of them.</param>
    /// <param name="update">What to do.</param>
    /// <param name="scale">What gradients are multiplied by first.</param>
    public static void Update(UpdateBuffers buffers, FlatRange range, MomentumUpdate update, double scale) =>
        FlatPass.Update(buffers, range, new Rule(update), update.Common, scale);

    private readonly struct Rule(MomentumUpdate update) : IVectorRule
    {
        private readonly Vector512<float> _momentum = Vector512.Create((float)update.Momentum);
        private readonly Vector512<float> _gain = Vector512.Create((float)update.Gain);
        private readonly Vector512<float> _ofGradient = Vector512.Create((float)(update.GradientShare * update.Rate));
        private readonly Vector512<float> _ofVelocity = Vector512.Create((float)(update.VelocityShare * update.Rate));

        public static bool HasSquares => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Step(Vector512<float> gradient, ref Vector512<float> mean, ref Vector512<float> square)
        {
            mean = mean * _momentum + gradient * _gain;
            return gradient * _ofGradient + mean * _ofVelocity;
        }
    }
}
