using TorchSharp;
using TorchSharp.Modules;
using Weft.Kernels;
using Weft.Optimization;
using Weft.Runtime;
using Weft.Tests.Support;
using static TorchSharp.torch;
using OptimizerOptions = Weft.Optimization.OptimizerOptions;

namespace Weft.Tests.Optimization;

public sealed class AdamTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public AdamTests() => random.manual_seed(11);

    [Theory]
    [InlineData(0.0, true)]
    [InlineData(0.1, true)]
    [InlineData(0.1, false)]
    public void Updates_agree_with_TorchSharps_own(double weightDecay, bool simd)
    {
        Parameter[] own = [nn.Parameter(randn(7, 5)), nn.Parameter(randn(3, 11)), nn.Parameter(randn(1, 1))];
        var theirs = Copies(own);
        using var buffer = Buffers.Of(own);
        using var adam = new Optimizer(buffer, new OptimizerOptions { Kind = OptimizerKind.AdamW, WeightDecay = weightDecay }, simd ? KernelPath.Simd : KernelPath.Tensors);
        using var reference = optim.AdamW(theirs, lr: 0.01, weight_decay: weightDecay);

        for (var step = 0; step < 20; step++)
        {
            GiveGradients(own, theirs);
            adam.Step(0.01);
            reference.step();
        }

        Assert.All(own.Zip(theirs), pair => Assert.InRange(Difference(pair.First, pair.Second), 0, 1e-6));
        Assert.Equal(0, buffer.Gradients!.abs().max().item<float>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(65_537)]
    [InlineData(200_003)]
    public void Updates_are_the_same_bit_for_bit_for_any_number_of_threads(int count)
    {
        var (start, gradient) = (randn(count, 1), randn(count, 1));
        var threads = Threads.Current;
        try
        {
            var (alone, norm) = After(threads: 1);
            foreach (var several in new[] { 2, 3 })
            {
                var (together, sameNorm) = After(several);
                Assert.True(alone.Equals(together));
                Assert.Equal(norm, sameNorm);
            }
        }
        finally
        {
            Threads.Set(threads);
        }

        (Tensor Weights, double Norm) After(int threads)
        {
            Threads.Set(threads);
            var parameter = nn.Parameter(start.clone());
            using var buffer = Buffers.Of(parameter);
            using var adam = new Optimizer(buffer, new OptimizerOptions { AverageDecay = 0.9 });
            var norm = 0.0;
            for (var step = 0; step < 3; step++)
            {
                parameter.grad!.copy_(gradient);
                var measured = adam.MeasureGradients();
                norm = measured.Value;
                adam.Step(0.01, measured);
            }
            return (parameter.detach(), norm);
        }
    }

    [Fact]
    public void Weight_decay_leaves_vectors_alone()
    {
        var bias = nn.Parameter(ones(4));
        using var buffer = Buffers.Of(bias);
        using var adam = new Optimizer(buffer, new OptimizerOptions { Kind = OptimizerKind.AdamW, WeightDecay = 0.5 });

        adam.Step(0.1);

        Assert.Equal(1, bias.min().item<float>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Frozen_parameters_keep_their_value_and_their_count_of_updates(bool simd)
    {
        // A frozen one between two that are trained.
        Parameter[] parameters = [nn.Parameter(ones(4)), nn.Parameter(ones(40), requires_grad: false), nn.Parameter(ones(4))];
        using var buffer = Buffers.Of(parameters);
        using var adam = new Optimizer(buffer, new OptimizerOptions { ClipNorm = 0 }, simd ? KernelPath.Simd : KernelPath.Tensors);
        foreach (var parameter in parameters)
            parameter.grad!.fill_(1);

        Assert.Equal(Math.Sqrt(8), adam.MeasureGradients().Value, 6);
        adam.Step(0.1);

        Assert.Equal([0.9f, 1, 0.9f], parameters.Select(parameter => MathF.Round(parameter.max().item<float>(), 6)));
        Assert.Equal([1, 0, 1], Enumerable.Range(0, 3).Select(i => Of(adam, $"p{i}.updates").item<long>()));
    }

    [Fact]
    public void A_parameter_that_is_trained_later_is_corrected_by_its_own_count_of_updates()
    {
        Parameter[] own = [nn.Parameter(randn(6, 4)), nn.Parameter(randn(6, 4))];
        var theirs = Copies(own);
        using var buffer = Buffers.Of(own);
        using var adam = new Optimizer(buffer, new OptimizerOptions());
        using var first = optim.AdamW([theirs[0]], lr: 0.01, weight_decay: 0);
        using var second = optim.AdamW([theirs[1]], lr: 0.01, weight_decay: 0);

        for (var step = 0; step < 8; step++)
        {
            own[1].requires_grad = step >= 5;
            buffer.ZeroGradients();
            GiveGradients(own, theirs);
            adam.Step(0.01);
            first.step();
            if (step >= 5)
                second.step();
        }

        Assert.All(own.Zip(theirs), pair => Assert.InRange(Difference(pair.First, pair.Second), 0, 1e-6));
    }

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(0.5, false)]
    [InlineData(100, true)]
    [InlineData(100, false)]
    public void Clipping_agrees_with_TorchSharps_own(double limit, bool simd)
    {
        Parameter[] own = [nn.Parameter(randn(5, 3)), nn.Parameter(randn(4))];
        var theirs = Copies(own);
        using var buffer = Buffers.Of(own);
        using var adam = new Optimizer(buffer, new OptimizerOptions { ClipNorm = limit, Beta1 = 0 }, simd ? KernelPath.Simd : KernelPath.Tensors);
        GiveGradients(own, theirs);

        var norm = adam.MeasureGradients();
        adam.Step(0, norm);
        var expected = nn.utils.clip_grad_norm_(theirs, limit);

        Assert.Equal(expected, norm.Value, 4);
        // Without memory the mean is the clipped gradient itself.
        Assert.All(theirs.Select((parameter, i) => (parameter, i)), pair =>
            Assert.InRange(Difference(Of(adam, $"p{pair.i}.mean"), pair.parameter.grad!), 0, 1e-6));
    }

    [Fact]
    public void A_gradient_that_is_not_finite_shows_in_the_norm()
    {
        var parameter = nn.Parameter(zeros(1000));
        using var buffer = Buffers.Of(parameter);
        using var adam = new Optimizer(buffer, new OptimizerOptions());
        parameter.grad![999] = float.NaN;

        Assert.Equal(double.NaN, adam.MeasureGradients().Value);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_step_makes_little_garbage_however_many_parameters_there_are(bool simd)
    {
        var few = AllocatedByAStep(parameters: 2);
        var many = AllocatedByAStep(parameters: 200);

        Assert.InRange(few, 0, 10_000);
        // A run for each parameter would be a hundred times as much.
        Assert.InRange(many - few, -2_000, 2_000);

        long AllocatedByAStep(int parameters)
        {
            using var buffer = Buffers.Of([.. Enumerable.Range(0, parameters).Select(_ => nn.Parameter(zeros(6, 6)))]);
            using var adam = new Optimizer(buffer, new OptimizerOptions(), simd ? KernelPath.Simd : KernelPath.Tensors);
            var before = 0L;
            for (var step = 0; step < 20; step++)
            {
                using var scope = NewDisposeScope();
                before = GC.GetAllocatedBytesForCurrentThread();
                adam.Step(0.01, adam.MeasureGradients());
            }
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    public void Dispose() => _scope.Dispose();

    private static Parameter[] Copies(Parameter[] parameters) => [.. parameters.Select(parameter => nn.Parameter(parameter.detach().clone()))];

    private static void GiveGradients(Parameter[] own, Parameter[] theirs)
    {
        foreach (var (mine, other) in own.Zip(theirs))
        {
            other.grad = randn_like(other);
            mine.grad!.copy_(other.grad);
        }
    }

    private static Tensor Of(Optimizer adam, string name) => adam.State.Single(state => state.Name == name).Own;

    private static float Difference(Tensor left, Tensor right) => (left - right).abs().max().item<float>();
}
