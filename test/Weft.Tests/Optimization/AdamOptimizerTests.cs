using TorchSharp;
using Weft.Kernels;
using Weft.Optimization;
using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Tests.Optimization;

public sealed class AdamOptimizerTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public AdamOptimizerTests() => random.manual_seed(11);

    [Theory]
    [InlineData(0.0, true)]
    [InlineData(0.1, true)]
    [InlineData(0.1, false)]
    public void Updates_agree_with_TorchSharps_own(double weightDecay, bool simd)
    {
        var own = nn.Parameter(randn(7, 5));
        var theirs = nn.Parameter(own.detach().clone());
        var path = simd ? KernelPath.Simd : KernelPath.Tensors;
        using var adam = new AdamOptimizer([("w", own)], new AdamOptions { WeightDecay = weightDecay }, path);
        using var reference = optim.AdamW([theirs], lr: 0.01, weight_decay: weightDecay);

        for (var step = 0; step < 20; step++)
        {
            var gradient = randn(7, 5);
            own.grad = gradient.clone();
            theirs.grad = gradient.clone();
            adam.Step(0.01);
            reference.step();
        }

        Assert.InRange((own - theirs).abs().max().item<float>(), 0, 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(65_537)]
    [InlineData(200_003)]
    public void Updates_are_the_same_bit_for_bit_for_any_number_of_threads(int count)
    {
        var (start, gradient) = (randn(count), randn(count));
        var threads = Threads.Current;
        try
        {
            Assert.True(After(threads: 1).Equals(After(threads: 3)));
        }
        finally
        {
            Threads.Set(threads);
        }

        Tensor After(int threads)
        {
            Threads.Set(threads);
            var parameter = nn.Parameter(start.clone());
            parameter.grad = gradient.clone();
            using var adam = new AdamOptimizer([("w", parameter)], new AdamOptions());
            for (var step = 0; step < 3; step++)
                adam.Step(0.01);
            return parameter.detach();
        }
    }

    [Fact]
    public void Weight_decay_leaves_vectors_alone()
    {
        var bias = nn.Parameter(ones(4));
        bias.grad = zeros(4);
        using var adam = new AdamOptimizer([("b", bias)], new AdamOptions { WeightDecay = 0.5 });

        adam.Step(0.1);

        Assert.Equal(1, bias.min().item<float>());
    }

    [Fact]
    public void Frozen_parameters_keep_their_value_and_their_count_of_updates()
    {
        var frozen = nn.Parameter(ones(4), requires_grad: false);
        using var adam = new AdamOptimizer([("f", frozen)], new AdamOptions());

        adam.Step(0.1);

        Assert.Equal(1, frozen.min().item<float>());
        Assert.Equal(0, adam.State.Single(s => s.Name == "f.updates").Tensor.item<long>());
    }

    [Fact]
    public void Clipping_agrees_with_TorchSharps_own()
    {
        var own = new[] { nn.Parameter(randn(5, 3)), nn.Parameter(randn(4)) };
        var theirs = own.Select(p => nn.Parameter(p.detach().clone())).ToArray();
        for (var i = 0; i < own.Length; i++)
        {
            own[i].grad = randn_like(own[i]);
            theirs[i].grad = own[i].grad!.clone();
        }

        var norm = GradientNorm.Of(own);
        GradientNorm.Clip(own, norm, 0.5);
        var expected = nn.utils.clip_grad_norm_(theirs, 0.5);

        Assert.Equal(expected, norm, 4);
        Assert.All(own.Zip(theirs), pair => Assert.InRange((pair.First.grad! - pair.Second.grad!).abs().max().item<float>(), 0, 1e-6));
    }

    public void Dispose() => _scope.Dispose();
}
