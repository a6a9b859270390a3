using System.Runtime.Intrinsics;
using Weft.Kernels;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Tests.Kernels;

public class VectorNumbersTests
{
    [Fact]
    public void The_exponential_is_right_to_six_digits_down_to_the_smallest_normal_number()
    {
        for (var x = 0f; x > -87; x -= 0.00317f)
        {
            var expected = Math.Exp(x);

            var actual = VectorExponential.OfNonPositive(Vector512.Create(x))[0];

            Assert.InRange(Math.Abs(actual - expected) / expected, 0, 5e-7);
        }
    }

    [Fact]
    public void The_exponential_of_the_lowest_is_as_good_as_zero_and_of_not_a_number_not_a_number()
    {
        Assert.Equal(1, VectorExponential.OfNonPositive(Vector512<float>.Zero)[0]);
        Assert.InRange(VectorExponential.OfNonPositive(Vector512.Create(-1000f))[0], 0, 2e-38);
        Assert.InRange(VectorExponential.OfNonPositive(Vector512.Create(float.NegativeInfinity))[0], 0, 2e-38);
        Assert.Equal(float.NaN, VectorExponential.OfNonPositive(Vector512.Create(float.NaN))[0]);
    }

    [Fact]
    public void Bfloat16_is_rounded_as_LibTorch_rounds_it_halves_to_even()
    {
        using var scope = NewDisposeScope();
        // All upper halves of some binades, each with a lower half at, below and above the middle.
        var numbers = Enumerable.Range(0x3F00, 0x400)
            .SelectMany(upper => new[] { 0, 0x7FFF, 0x8000, 0x8001, 0xFFFF }.Select(lower => (upper << 16) | lower))
            .Select(BitConverter.Int32BitsToSingle)
            .ToArray();
        numbers = [.. numbers, .. numbers.Select(number => -number)];
        var rounded = tensor(numbers).to(ScalarType.BFloat16);
        var expected = TensorMemory.Span<ushort>(rounded);

        var actual = new ushort[numbers.Length];
        for (var i = 0; i <= actual.Length - Vector512<ushort>.Count; i += Vector512<ushort>.Count)
        {
            var (lower, upper) = (Vector512.Create(numbers, i), Vector512.Create(numbers, i + Vector512<float>.Count));
            BFloat16Format.Store(lower, upper, ref actual[0], (nuint)i);
        }

        Assert.Equal(expected.ToArray(), actual);
        Assert.Equal(expected.ToArray(), numbers.Select(BFloat16Format.Narrow));
        Assert.Equal(rounded.to(ScalarType.Float32).data<float>().ToArray(), actual.Select(BFloat16Format.Widen));
    }
}
