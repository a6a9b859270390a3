using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weft.Kernels;

/// <summary>The exponential function of many numbers at once, as the softmax needs it: of numbers up to 0.</summary>
internal static class VectorExponential
{
    // Below it the result would not be a normal number: it is 0.
    private const float Least = -87.3f;

    // Adding 1.5 * 2^23 rounds to a whole number and leaves that number in the lowest bits.
    private const float Rounder = 12_582_912f;
    private const float Log2OfE = 1.44269504f;

    // ln 2 in two parts: the first has so few bits that its products with whole numbers are exact.
    private const float Ln2Upper = 0.693359375f;
    private const float Ln2Lower = -2.12194440e-4f;

    /// <summary>
    /// exp(x) for x at most 0, to about 2e-7 relative; what is not a number stays so. x = n ln 2 + r with |r| at most
    /// ln 2 / 2: 2^n by its bits, exp(r) by its Taylor polynomial of degree 6.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> OfNonPositive(Vector<float> x)
    {
        var rounded = Vector.MultiplyAddEstimate(x, new Vector<float>(Log2OfE), new Vector<float>(Rounder));
        var n = rounded - new Vector<float>(Rounder);
        var r = Vector.MultiplyAddEstimate(n, new Vector<float>(-Ln2Upper), x);
        r = Vector.MultiplyAddEstimate(n, new Vector<float>(-Ln2Lower), r);
        var power = Vector.AsVectorSingle(Vector.ShiftLeft(Vector.AsVectorInt32(rounded) + new Vector<int>(127), 23));
        var polynomial = new Vector<float>(1 / 720f);
        polynomial = Vector.MultiplyAddEstimate(polynomial, r, new Vector<float>(1 / 120f));
        polynomial = Vector.MultiplyAddEstimate(polynomial, r, new Vector<float>(1 / 24f));
        polynomial = Vector.MultiplyAddEstimate(polynomial, r, new Vector<float>(1 / 6f));
        polynomial = Vector.MultiplyAddEstimate(polynomial, r, new Vector<float>(0.5f));
        polynomial = Vector.MultiplyAddEstimate(polynomial, r, Vector<float>.One);
        polynomial = Vector.MultiplyAddEstimate(polynomial, r, Vector<float>.One);
        // A comparison with what is not a number is false.
        return Vector.ConditionalSelect(Vector.LessThan(x, new Vector<float>(Least)), Vector<float>.Zero, polynomial * power);
    }
}
