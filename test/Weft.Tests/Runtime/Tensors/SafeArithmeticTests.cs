using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Tests.Runtime.Tensors;

public class SafeArithmeticTests
{
    [Fact]
    public void It_computes_what_the_operators_do()
    {
        using var scope = NewDisposeScope();
        var (left, right) = (tensor(new[] { 1f, -2f, 3f }), tensor(new[] { 10f, 20f, 30f }));

        Assert.Equal([11f, 18f, 33f], left.Plus(right).data<float>().ToArray());
        Assert.Equal([2.5f, -5f, 7.5f], left.Times(2.5).data<float>().ToArray());
        Assert.Equal([5f, 2f, 7f], SafeArithmetic.With(4, left.add).data<float>().ToArray());
        Assert.Equal([true, false, true], tensor(new[] { 1L, -100L, 3L }).IsNot(-100).data<bool>().ToArray());
    }

    [Fact]
    public void In_place_forms_change_the_left_operand()
    {
        using var scope = NewDisposeScope();
        var left = tensor(new[] { 1f, -2f, 3f });

        left.AddInPlace(ones(3)).MultiplyInPlace(0.5);

        Assert.Equal([1f, -0.5f, 2f], left.data<float>().ToArray());
    }
}
