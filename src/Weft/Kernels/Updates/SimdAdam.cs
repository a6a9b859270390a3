using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Weft.Kernels.Updates;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1) by vector instructions, with coupled or decoupled weight decay (Loshchilov and Hutter 2019,
/// algorithm 2).
/// </summary>
internal static class SimdAdam
{
    /// <summary>Updates a range of the buffers in place.</summary>
    /// <param name="buffers">On the CPU.</param>
    /// <param name="range">Which part of them.</param>
    /// <param name="update">What to do.</param>
    /// <param name="scale">What gradients are multiplied by first.</param>
    public static void Update(UpdateBuffers buffers, FlatRange range, AdamUpdate update, double scale) =>
        FlatPass.Update(buffers, range, new Rule(update), update.Common, scale);

    private readonly struct Rule(AdamUpdate update) : IVectorRule
    {
        private readonly Vector512<float> _beta1 = Vector512.Create((float)update.Beta1);
        private readonly Vector512<float> _rest1 = Vector512.Create((float)(1 - update.Beta1));
        private readonly Vector512<float> _beta2 = Vector512.Create((float)update.Beta2);
        private readonly Vector512<float> _rest2 = Vector512.Create((float)(1 - update.Beta2));
        private readonly Vector512<float> _rate = Vector512.Create((float)update.Rate);
        private readonly Vector512<float> _inverseCorrection = Vector512.Create((float)(1 / update.SquareCorrection));
        private readonly Vector512<float> _epsilon = Vector512.Create((float)update.Epsilon);

        public static bool HasSquares => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Step(Vector512<float> gradient, ref Vector512<float> mean, ref Vector512<float> square)
        {
            mean = mean * _beta1 + gradient * _rest1;
            square = square * _beta2 + gradient * gradient * _rest2;
            return mean / (Vector512.Sqrt(square) * _inverseCorrection + _epsilon) * _rate;
        }
    }
}
