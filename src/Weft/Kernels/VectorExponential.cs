using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Weft.Kernels;

/// <summary>The exponential function of many numbers at once, as the softmax needs it: of numbers up to 0.</summary>
internal static class VectorExponential
{
    // Below it the result would not be a normal number: it is as good as 0, and the result stays that of this number.
    private const float Least = -87.3f;

    // Adding 1.5 * 2^23 rounds to a whole number and leaves that number in the lowest bits.
    private const float Rounder = 12_582_912f;
    private const float Log2OfE = 1.44269504f;

    // ln 2 in two parts: the first has so few bits that its products with whole numbers are exact.
    private const float Ln2Upper = 0.693359375f;
    private const float Ln2Lower = -2.12194440e-4f;

    /// <summary>
    /// exp(x) for x at most 0, to about 2e-7 relative, and 1e-38 for all x below -87.3; what is not a number stays so.
    /// x = n ln 2 + r with |r| at most ln 2 / 2: 2^n by its bits, exp(r) by its Taylor polynomial of degree 6.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> OfNonPositive(Vector512<float> x)
    {
        // Of a pair with one that is not a number, the processor's maximum is the second.
        x = Vector512.MaxNative(Vector512.Create(Least), x);
        var rounded = Vector512.MultiplyAddEstimate(x, Vector512.Create(Log2OfE), Vector512.Create(Rounder));
        var n = rounded - Vector512.Create(Rounder);
        var r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-Ln2Upper), x);
        r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-Ln2Lower), r);
        var power = ((rounded.AsInt32() + Vector512.Create(127)) << 23).AsSingle();
        var polynomial = Vector512.Create(1 / 720f);
        polynomial = Vector512.MultiplyAddEstimate(polynomial, r, Vector512.Create(1 / 120f));
        polynomial = Vector512.MultiplyAddEstimate(polynomial, r, Vector512.Create(1 / 24f));
        polynomial = Vector512.MultiplyAddEstimate(polynomial, r, Vector512.Create(1 / 6f));
        polynomial = Vector512.MultiplyAddEstimate(polynomial, r, Vector512.Create(0.5f));
        polynomial = Vector512.MultiplyAddEstimate(polynomial, r, Vector512<float>.One);
        polynomial = Vector512.MultiplyAddEstimate(polynomial, r, Vector512<float>.One);
        return polynomial * power;
    }
}
