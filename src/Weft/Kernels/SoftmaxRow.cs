using System.Numerics;
using System.Runtime.InteropServices;

namespace Weft.Kernels;

/// <summary>
/// The three passes of the softmax over one row of scores. A row fits in a core's own cache, so only the first reads memory.
/// </summary>
internal static class SoftmaxRow
{
    /// <summary>Adds the bias to the product.</summary>
    /// <param name="product">[vocabulary].</param>
    /// <param name="bias">[vocabulary].</param>
    /// <param name="scores">[vocabulary]: takes the sums.</param>
    /// <returns>The highest of the scores and their sum.</returns>
    public static (float Highest, float Sum) Load<T, TFormat>(ReadOnlySpan<T> product, ReadOnlySpan<float> bias, Span<float> scores)
        where T : unmanaged
        where TFormat : IScoreFormat<T>
    {
        ref var source = ref MemoryMarshal.GetReference(product);
        ref var offsets = ref MemoryMarshal.GetReference(bias);
        ref var target = ref MemoryMarshal.GetReference(scores);
        var (highestLower, highestUpper) = (new Vector<float>(float.NegativeInfinity), new Vector<float>(float.NegativeInfinity));
        var (sumLower, sumUpper) = (Vector<float>.Zero, Vector<float>.Zero);
        var i = 0;
        for (; i <= product.Length - 2 * Vector<float>.Count; i += 2 * Vector<float>.Count)
        {
            var (lower, upper) = TFormat.Load(ref source, (nuint)i);
            var (offsetLower, offsetUpper) = Float32Format.Load(ref offsets, (nuint)i);
            (lower, upper) = (lower + offsetLower, upper + offsetUpper);
            Float32Format.Store(lower, upper, ref target, (nuint)i);
            (highestLower, highestUpper) = (Vector.MaxNative(lower, highestLower), Vector.MaxNative(upper, highestUpper));
            (sumLower, sumUpper) = (sumLower + lower, sumUpper + upper);
        }
        var sum = Vector.Sum(sumLower + sumUpper);
        var highest = float.NegativeInfinity;
        for (var lane = 0; lane < Vector<float>.Count; lane++)
            highest = Math.Max(highest, Math.Max(highestLower[lane], highestUpper[lane]));
        for (; i < product.Length; i++)
        {
            scores[i] = TFormat.Widen(product[i]) + bias[i];
            highest = Math.Max(highest, scores[i]);
            sum += scores[i];
        }
        return (highest, sum);
    }

    /// <summary>Replaces every score by exp(score - highest).</summary>
    /// <returns>The sum of these.</returns>
    public static float Exponentiate(Span<float> scores, float highest)
    {
        ref var first = ref MemoryMarshal.GetReference(scores);
        var shift = new Vector<float>(highest);
        var (sumLower, sumUpper) = (Vector<float>.Zero, Vector<float>.Zero);
        var i = 0;
        for (; i <= scores.Length - 2 * Vector<float>.Count; i += 2 * Vector<float>.Count)
        {
            var (lower, upper) = Float32Format.Load(ref first, (nuint)i);
            lower = VectorExponential.OfNonPositive(lower - shift);
            upper = VectorExponential.OfNonPositive(upper - shift);
            Float32Format.Store(lower, upper, ref first, (nuint)i);
            (sumLower, sumUpper) = (sumLower + lower, sumUpper + upper);
        }
        var sum = Vector.Sum(sumLower + sumUpper);
        for (; i < scores.Length; i++)
        {
            scores[i] = MathF.Exp(scores[i] - highest);
            sum += scores[i];
        }
        return sum;
    }

    /// <summary>Writes number * factor - uniform as the row's gradient, and adds it to the bias's.</summary>
    /// <param name="numbers">[vocabulary].</param>
    /// <param name="factor">Scale over the sum of exponentials.</param>
    /// <param name="uniform">What smoothing takes from every class.</param>
    /// <param name="biasGradient">[vocabulary].</param>
    /// <param name="gradient">[vocabulary].</param>
    public static void Store<T, TFormat>(
        ReadOnlySpan<float> numbers, float factor, float uniform, Span<float> biasGradient, Span<T> gradient)
        where T : unmanaged
        where TFormat : IScoreFormat<T>
    {
        ref var source = ref MemoryMarshal.GetReference(numbers);
        ref var sums = ref MemoryMarshal.GetReference(biasGradient);
        ref var target = ref MemoryMarshal.GetReference(gradient);
        var (factors, uniforms) = (new Vector<float>(factor), new Vector<float>(uniform));
        var i = 0;
        for (; i <= numbers.Length - 2 * Vector<float>.Count; i += 2 * Vector<float>.Count)
        {
            var (lower, upper) = Float32Format.Load(ref source, (nuint)i);
            (lower, upper) = (lower * factors - uniforms, upper * factors - uniforms);
            TFormat.Store(lower, upper, ref target, (nuint)i);
            var (sumLower, sumUpper) = Float32Format.Load(ref sums, (nuint)i);
            Float32Format.Store(sumLower + lower, sumUpper + upper, ref sums, (nuint)i);
        }
        for (; i < numbers.Length; i++)
        {
            var value = numbers[i] * factor - uniform;
            gradient[i] = TFormat.Narrow(value);
            biasGradient[i] += value;
        }
    }
}
