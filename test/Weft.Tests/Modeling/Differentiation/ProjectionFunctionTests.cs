using TorchSharp;
using TorchSharp.Modules;
using Weft.Modeling.Differentiation;
using static TorchSharp.torch;

namespace Weft.Tests.Modeling.Differentiation;

/// <summary>The product with hand-written gradients against autograd of LibTorch's linear.</summary>
public sealed class ProjectionFunctionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Parameter _weight;
    private readonly Parameter _bias;
    private readonly Tensor _input;
    private readonly Tensor _gradient;

    public ProjectionFunctionTests()
    {
        random.manual_seed(3);
        (_weight, _bias) = (nn.Parameter(randn(70, 33)), nn.Parameter(randn(70)));
        (_input, _gradient) = (randn(5, 9, 33), randn(5, 9, 70));
    }

    [Theory]
    [InlineData(ScalarType.Float32, ScalarType.Float32, 1e-6)]
    [InlineData(ScalarType.BFloat16, ScalarType.Float32, 0.01)]
    [InlineData(ScalarType.BFloat16, ScalarType.BFloat16, 0.01)]
    public void Result_and_gradients_are_those_of_a_linear_map_and_add_up_over_two_passes(ScalarType products, ScalarType given, double tolerance)
    {
        var (exact, own) = (_input.to(given).to(ScalarType.Float32).requires_grad_(), _input.to(given).requires_grad_());
        var factor = _weight.detach().to(products);
        for (var pass = 0; pass < 2; pass++)
        {
            var expected = nn.functional.linear(exact, _weight, _bias);
            expected.backward([_gradient]);
            var (weight, bias) = (_weight.grad!.clone(), _bias.grad!.clone());
            _weight.grad!.zero_().copy_(pass == 0 ? zeros_like(weight) : weight / 2);
            _bias.grad!.zero_().copy_(pass == 0 ? zeros_like(bias) : bias / 2);

            var result = ProjectionFunction.Apply(own, _weight, _bias, factor);
            BackwardPass.Run(result, _gradient.to(products));

            Assert.Equal(products, result.dtype);
            AssertClose(expected, result, tolerance);
            AssertClose(weight, _weight.grad!, tolerance);
            AssertClose(bias, _bias.grad!, tolerance);
        }
        Assert.Equal(given, own.grad!.dtype);
        AssertClose(exact.grad!, own.grad!, tolerance);
    }

    [Fact]
    public void What_is_frozen_takes_no_gradient_and_what_is_not_takes_one_also_where_the_input_takes_none()
    {
        _weight.requires_grad = false;

        BackwardPass.Run(ProjectionFunction.Apply(_input, _weight, _bias, _weight.detach()), _gradient);

        Assert.Null(_weight.grad);
        Assert.Null(_input.grad);
        AssertClose(_gradient.sum([0, 1]), _bias.grad!, 1e-6);
    }

    [Fact]
    public void Without_a_bias_it_is_the_product_alone()
    {
        var (exact, own) = (_input.clone().requires_grad_(), _input.clone().requires_grad_());
        var expected = nn.functional.linear(exact, _weight);
        expected.backward([_gradient]);
        var weight = _weight.grad!.clone();
        _weight.grad!.zero_();

        var result = ProjectionFunction.Apply(own, _weight, bias: null, _weight.detach());
        BackwardPass.Run(result, _gradient);

        AssertClose(expected, result, 1e-6);
        AssertClose(weight, _weight.grad!, 1e-6);
        AssertClose(exact.grad!, own.grad!, 1e-6);
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        using var factor = _weight.detach().clone();
        long Pass()
        {
            using (NewDisposeScope())
                BackwardPass.Run(ProjectionFunction.Apply(_input, _weight, _bias, factor), _gradient);
            return Tensor.TotalCount;
        }
        _weight.grad = zeros_like(_weight);
        _bias.grad = zeros_like(_bias);

        var first = Pass();
        var last = Enumerable.Range(0, 50).Select(_ => Pass()).Last();

        // What earlier tests left to the garbage collector may go meanwhile.
        Assert.InRange(last, 0, first);
    }

    public void Dispose() => _scope.Dispose();

    internal static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        var error = (actual.to(ScalarType.Float32) - expected.to(ScalarType.Float32)).norm().item<float>();
        Assert.InRange(error, 0, tolerance * expected.norm().item<float>());
    }
}
