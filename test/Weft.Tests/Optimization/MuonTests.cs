using TorchSharp;
using TorchSharp.Modules;
using Weft.Kernels;
using Weft.Kernels.Updates;
using Weft.Modeling.Parameters;
using Weft.Optimization;
using static TorchSharp.torch;
using OptimizerOptions = Weft.Optimization.OptimizerOptions;

namespace Weft.Tests.Optimization;

public sealed class MuonTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public MuonTests() => random.manual_seed(13);

    [Theory]
    [InlineData(16, 16)]
    [InlineData(48, 12)]
    [InlineData(12, 48)]
    public void The_step_has_the_singular_vectors_of_the_matrix_and_singular_values_near_1(int rows, int columns)
    {
        var matrix = randn(rows, columns);
        var (u, values, vt) = linalg.svd(matrix, fullMatrices: false);
        // The iteration treats each singular value by itself: Jordan's polynomial, five times, in double precision.
        var expected = u.matmul(diag(tensor(Scaled(values).Select(Polynomial).ToArray()))).matmul(vt);

        var orthogonal = NewtonSchulz.Orthogonalise(matrix, 5);

        Assert.InRange((orthogonal - expected).abs().max().item<float>(), 0, 1e-3);
        Assert.All(linalg.svdvals(orthogonal).data<float>().Where((_, i) => i < 10), value => Assert.InRange(value, 0.6, 1.3));
    }

    [Fact]
    public void A_matrix_of_zeros_stays_one() => Assert.Equal(0, NewtonSchulz.Orthogonalise(zeros(4, 4), 5).abs().max().item<float>());

    [Theory]
    [InlineData(1, KernelPath.Simd)]
    [InlineData(3, KernelPath.Simd)]
    [InlineData(3, KernelPath.Tensors)]
    internal void Fifty_updates_agree_with_a_plain_version(int matrices, KernelPath path)
    {
        const double Rate = 0.02, Momentum = 0.9, Decay = 0.1;
        var own = nn.Parameter(randn(matrices * 8, 6));
        var theirs = own.detach().clone().chunk(matrices);
        var velocities = theirs.Select(part => zeros_like(part)).ToArray();
        using var buffer = new ParameterBuffer([new("p0", own, ParameterRole.Factor, ModelPart.Layer) { Matrices = matrices }]);
        var options = new OptimizerOptions { Kind = OptimizerKind.Muon, Momentum = Momentum, WeightDecay = Decay, ClipNorm = 0 };
        using var optimizer = new Optimizer(buffer, options, path);

        for (var step = 0; step < 50; step++)
        {
            var gradient = randn(matrices * 8, 6);
            own.grad!.copy_(gradient);
            optimizer.Step(Rate, optimizer.MeasureGradients());
            foreach (var (i, part) in gradient.chunk(matrices).Index())
            {
                velocities[i].mul_(Momentum).add_(part);
                var direction = part + Momentum * velocities[i];
                var (u, values, vt) = linalg.svd(direction, fullMatrices: false);
                var orthogonal = u.matmul(diag(tensor(Scaled(values).Select(Polynomial).ToArray()))).matmul(vt);
                theirs[i].mul_(1 - Rate * Decay).sub_(Rate * 0.2 * Math.Sqrt(8) * orthogonal);
            }
        }

        Assert.InRange(((own - cat(theirs)).norm() / own.norm()).item<float>(), 0, 1e-4);
    }

    [Fact]
    public void Its_own_factor_scales_the_rate_of_its_matrices_alone()
    {
        var gradient = randn(6, 6);
        var (twice, other) = After(rate: 0.01, factor: 2);

        Assert.True(twice.Equals(After(rate: 0.02, factor: 1).Layer));
        Assert.True(other.Equals(After(rate: 0.01, factor: 1).Decoder));

        (Tensor Layer, Tensor Decoder) After(double rate, double factor)
        {
            var (layer, decoder) = (nn.Parameter(ones(6, 6)), nn.Parameter(ones(6, 6)));
            using var buffer = new ParameterBuffer(
            [
                new("layer", layer, ParameterRole.Factor, ModelPart.Layer), new("decoder", decoder, ParameterRole.Factor, ModelPart.Decoder),
            ]);
            using var optimizer = new Optimizer(buffer, new OptimizerOptions { Kind = OptimizerKind.Muon, MuonRateFactor = factor, WeightDecay = 0.1 });
            layer.grad!.copy_(gradient);
            decoder.grad!.copy_(gradient);
            optimizer.Step(rate);
            return (layer.detach().clone(), decoder.detach().clone());
        }
    }

    [Theory]
    [InlineData(OptimizerKind.Muon, false)]
    [InlineData(OptimizerKind.AdamW, true)]
    internal void No_squares_are_kept_of_matrices_that_are_Muons_in_every_phase(OptimizerKind other, bool expected)
    {
        // The decoder comes first here, as it might in a model.
        using var buffer = new ParameterBuffer(
        [
            new("decoder", nn.Parameter(randn(4, 40)), ParameterRole.Factor, ModelPart.Decoder),
            new("layer", nn.Parameter(randn(40, 40)), ParameterRole.Factor, ModelPart.Layer),
            new("bias", nn.Parameter(randn(4)), ParameterRole.Vector, ModelPart.Bias),
        ]);
        using var optimizer = new Optimizer(buffer, new OptimizerOptions { Kind = OptimizerKind.Muon }, new OptimizerOptions { Kind = other });

        var names = optimizer.State.Select(state => state.Name).ToList();
        Assert.Equal(expected, names.Contains("layer.square"));
        Assert.Contains("layer.mean", names);
        Assert.Contains("decoder.square", names);
        Assert.Contains("bias.square", names);
    }

    [Fact]
    public void Other_parameters_are_AdamWs()
    {
        Parameter[] own = [nn.Parameter(randn(4, 4)), nn.Parameter(randn(4, 4)), nn.Parameter(randn(4))];
        Parameter[] theirs = [.. own.Skip(1).Select(parameter => nn.Parameter(parameter.detach().clone()))];
        using var buffer = new ParameterBuffer(
        [
            new("layer", own[0], ParameterRole.Factor, ModelPart.Layer),
            new("decoder", own[1], ParameterRole.Factor, ModelPart.Decoder),
            new("bias", own[2], ParameterRole.Vector, ModelPart.Bias),
        ]);
        using var optimizer = new Optimizer(buffer, new OptimizerOptions { Kind = OptimizerKind.Muon, WeightDecay = 0.1, DecayBiases = true });
        using var reference = optim.AdamW(theirs, 0.01, weight_decay: 0.1);

        for (var step = 0; step < 20; step++)
        {
            own[0].grad!.copy_(randn(4, 4));
            foreach (var (mine, other) in own.Skip(1).Zip(theirs))
                mine.grad!.copy_(other.grad = randn_like(other));
            optimizer.Step(0.01);
            reference.step();
        }

        Assert.All(own.Skip(1).Zip(theirs), pair => Assert.InRange((pair.First - pair.Second).abs().max().item<float>(), 0, 1e-6));
    }

    public void Dispose() => _scope.Dispose();

    private static double[] Scaled(Tensor singularValues)
    {
        var values = singularValues.data<float>().Select(value => (double)value).ToArray();
        var norm = Math.Sqrt(values.Sum(value => value * value));
        return [.. values.Select(value => value / norm)];
    }

    private static float Polynomial(double value)
    {
        for (var i = 0; i < 5; i++)
            value = 3.4445 * value - 4.7750 * Math.Pow(value, 3) + 2.0315 * Math.Pow(value, 5);
        return (float)value;
    }
}
