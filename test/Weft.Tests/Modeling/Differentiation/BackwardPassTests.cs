using Weft.Modeling.Differentiation;
using static TorchSharp.torch;

namespace Weft.Tests.Modeling.Differentiation;

public class BackwardPassTests
{
    [Fact]
    public void An_exception_of_a_gradient_function_is_thrown_when_native_code_has_returned_and_is_then_forgotten()
    {
        using var scope = NewDisposeScope();
        var input = ones(3).requires_grad_();

        var error = Assert.Throws<InvalidOperationException>(() => BackwardPass.Run(Failing.apply(input) * 2, ones(3)));

        Assert.Equal("No gradient today.", error.Message);
        Assert.Null(input.grad);
        BackwardPass.Run(input * 2, ones(3));
        Assert.Equal(2f, input.grad![0].item<float>());
    }

    private sealed class Failing : GraphFunction<Failing>
    {
        protected override int Inputs => 1;

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => (Tensor)vars[0] + 1;

        protected override Tensor?[] Differentiate(autograd.AutogradContext context, Tensor gradient) =>
            throw new InvalidOperationException("No gradient today.");
    }
}
