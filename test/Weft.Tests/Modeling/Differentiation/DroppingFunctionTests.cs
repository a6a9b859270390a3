using TorchSharp;
using Weft.Kernels.Layers;
using Weft.Modeling.Differentiation;
using static TorchSharp.torch;

namespace Weft.Tests.Modeling.Differentiation;

/// <summary>Functions with dropout against autograd of plain operations with the same masks.</summary>
public sealed class DroppingFunctionTests : IDisposable
{
    private static readonly DropoutMask Mask = new(41, 0.3);

    private readonly DisposeScope _scope = NewDisposeScope();

    public DroppingFunctionTests() => random.manual_seed(3);

    [Theory]
    [InlineData(ScalarType.Float32, 1e-6)]
    [InlineData(ScalarType.BFloat16, 0.005)]
    public void Dropout_multiplies_the_input_and_its_gradient_with_the_mask(ScalarType type, double tolerance) => AssertSame(
        [randn(7, 5, 33)], [type], tolerance,
        inputs => inputs[0] * Factors(7, 5, 33),
        inputs => DropoutFunction.Apply(inputs[0], Mask));

    [Theory]
    [InlineData(ScalarType.Float32, 1e-6)]
    [InlineData(ScalarType.BFloat16, 0.005)]
    public void The_residual_path_goes_through_and_the_branch_is_masked(ScalarType type, double tolerance) => AssertSame(
        [randn(7, 5, 33), randn(7, 5, 33)], [ScalarType.Float32, type], tolerance,
        inputs => inputs[0] + inputs[1] * Factors(7, 5, 33),
        inputs => ResidualFunction.Apply(inputs[0], inputs[1], Mask));

    [Theory]
    [InlineData(ScalarType.Float32, 1, 2e-6)]
    [InlineData(ScalarType.Float32, 17, 2e-6)]
    [InlineData(ScalarType.Float32, 70, 2e-6)]
    [InlineData(ScalarType.BFloat16, 17, 0.02)]
    public void Attention_masks_the_weights_behind_the_softmax(ScalarType type, int time, double tolerance) => AssertSame(
        // Not contiguous, as queries, keys and values are: parts of one product.
        [.. randn([3, time, 3, 2, 20]).unbind(2).Select(part => part.transpose(1, 2))], [type, type, type], tolerance,
        inputs =>
        {
            var scores = inputs[0].matmul(inputs[1].transpose(-2, -1)) / Math.Sqrt(20);
            var unseen = ones(time, time).triu(1).to(ScalarType.Bool);
            var weights = scores.masked_fill(unseen, float.NegativeInfinity).softmax(-1) * Factors(3, 2, time, time);
            return weights.matmul(inputs[2]);
        },
        inputs => AttentionFunction.Apply(inputs[0], inputs[1], inputs[2], Mask, default));

    /// <summary>The third row is padding alone; its softmaxes are over nothing.</summary>
    [Theory]
    [InlineData(ScalarType.Float32, 2e-6)]
    [InlineData(ScalarType.BFloat16, 0.02)]
    public void Attention_sees_nothing_of_what_is_before_a_row(ScalarType type, double tolerance) => AssertSame(
        [.. randn([3, 17, 3, 2, 20]).unbind(2).Select(part => part.transpose(1, 2))], [type, type, type], tolerance,
        inputs =>
        {
            var scores = inputs[0].matmul(inputs[1].transpose(-2, -1)) / Math.Sqrt(20);
            var before = arange(17).unsqueeze(0) < tensor(new[] { 0L, 5L, 17L }).unsqueeze(1); // [batch, time]
            var unseen = ones(17, 17).triu(1).to(ScalarType.Bool).logical_or(before.view(3, 1, 1, 17));
            var weights = scores.masked_fill(unseen, -1e9).softmax(-1).masked_fill(unseen, 0) * Factors(3, 2, 17, 17);
            return weights.matmul(inputs[2]);
        },
        inputs => AttentionFunction.Apply(inputs[0], inputs[1], inputs[2], Mask, new VisibleColumns([0, 5, 17])));

    public void Dispose() => _scope.Dispose();

    private static Tensor Factors(params long[] shape) => Dropout.Mask(ones(shape), Mask, ScalarType.Float32);

    /// <summary>The expected function works on the same numbers in float32.</summary>
    private static void AssertSame(
        Tensor[] inputs, ScalarType[] types, double tolerance, Func<Tensor[], Tensor> expected, Func<Tensor[], Tensor> actual)
    {
        var own = inputs.Zip(types, (input, type) => input.to(type).detach().requires_grad_()).ToArray();
        var plain = own.Select(input => input.detach().to(ScalarType.Float32).clone().requires_grad_()).ToArray();
        var (wanted, result) = (expected(plain), actual(own));
        var gradient = randn_like(wanted).to(result.dtype);
        wanted.backward([gradient.to(ScalarType.Float32)]);
        BackwardPass.Run(result, gradient);

        ProjectionFunctionTests.AssertClose(wanted, result, tolerance);
        Assert.All(plain.Zip(own), pair =>
        {
            Assert.Equal(pair.Second.dtype, pair.Second.grad!.dtype);
            ProjectionFunctionTests.AssertClose(pair.First.grad!, pair.Second.grad!, tolerance);
        });
    }
}
