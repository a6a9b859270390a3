using TorchSharp;
using Weft.Kernels;
using Weft.Modeling;
using Weft.Optimization;
using Weft.Runtime;
using Weft.Tests.Support;
using static TorchSharp.torch;

namespace Weft.Tests.Optimization;

public sealed class AverageTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_average_is_that_of_a_hand_computation(bool simd)
    {
        var parameter = nn.Parameter(ones(3));
        using var buffer = Buffers.Of(parameter);
        using var adam = new Optimizer(buffer, new OptimizerOptions { AverageDecay = 0.25 }, simd ? KernelPath.Simd : KernelPath.Tensors);
        // A constant gradient moves the parameter by the rate: 1, 0.9, 0.8, 0.7. Decays: 2/11, 3/12, then the option's.
        for (var step = 0; step < 3; step++)
        {
            parameter.grad!.fill_(1);
            adam.Step(0.1);
        }

        var first = 2.0 / 11 * 1 + 9.0 / 11 * 0.9;
        var second = 0.25 * first + 0.75 * 0.8;
        var third = 0.25 * second + 0.75 * 0.7;
        Assert.Equal(third, adam.State.Single(state => state.Name == "p0.average").Own[2].item<float>(), 1e-6);
        Assert.Equal(0.7, parameter[2].item<float>(), 1e-6);
    }

    [Fact]
    public void Swapping_brings_the_averages_into_the_model_and_its_working_copies_and_back()
    {
        using var model = new TransformerLanguageModel(TinyModels.PostNorm, TinyModels.Vocabulary, Precision.BFloat16, CPU);
        using var adam = new Optimizer(model.Weights, new OptimizerOptions { AverageDecay = 0.9 });
        model.Weights.Gradients!.copy_(randn_like(model.Weights.Gradients));
        adam.Step(0.1);
        var average = adam.State.Single(state => state.Name == "decoder_weight.average").Own.clone();
        var latest = model.Decoder("weight").detach().clone();

        adam.SwapAverages();
        var (swapped, swappedCopy) = (model.Decoder("weight").detach().clone(), model.Weights.WorkingCopy(model.Decoder("weight")).clone());
        adam.SwapAverages();

        Assert.False(average.Equals(latest));
        Assert.True(average.Equals(swapped));
        Assert.True(average.to(ScalarType.BFloat16).Equals(swappedCopy));
        Assert.True(latest.Equals(model.Decoder("weight")));
        Assert.True(latest.to(ScalarType.BFloat16).Equals(model.Weights.WorkingCopy(model.Decoder("weight"))));
    }

    [Fact]
    public void Without_averages_there_is_nothing_to_swap()
    {
        using var buffer = Buffers.Of(nn.Parameter(ones(3)));
        using var adam = new Optimizer(buffer, new OptimizerOptions());

        Assert.Throws<InvalidOperationException>(adam.SwapAverages);
    }

    public void Dispose() => _scope.Dispose();
}
