using TorchSharp;
using Weft.Kernels;
using Weft.Modeling;
using Weft.Optimization;
using Weft.Runtime;
using Weft.Tests.Support;
using static TorchSharp.torch;

namespace Weft.Tests.Optimization;

/// <summary>A whole model with everything switched on, updated by vector instructions and by LibTorch's operations.</summary>
public sealed class PathTests : IDisposable
{
    private static readonly OptimizerOptions Options = new() { Kind = OptimizerKind.AdamW, WeightDecay = 0.1, ClipNorm = 0.5, AverageDecay = 0.9 };

    private readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void Both_paths_end_with_the_same_weights_state_and_copies()
    {
        using var simd = Create();
        using var tensors = Create();
        using var simdAdam = new Optimizer(simd.Weights, Options, KernelPath.Simd);
        using var tensorAdam = new Optimizer(tensors.Weights, Options, KernelPath.Tensors);

        Train(simd, simdAdam);
        Train(tensors, tensorAdam);

        AssertNear(simd.Weights.Values, tensors.Weights.Values);
        Assert.All(simdAdam.State.Zip(tensorAdam.State), pair =>
        {
            Assert.Equal(pair.First.Name, pair.Second.Name);
            AssertNear(pair.First.Own.to(ScalarType.Float32), pair.Second.Own.to(ScalarType.Float32));
        });
        // Rounding may make one last bit of a tiny difference, never more.
        var (first, second) = (simd.Weights.Copies!.to(ScalarType.Float32), tensors.Weights.Copies!.to(ScalarType.Float32));
        Assert.True(((first - second).abs() - first.abs() / 128).max().item<float>() <= 0);
        Assert.Equal(0, tensors.Weights.Gradients!.abs().max().item<float>());
    }

    [Fact]
    public void On_a_device_the_norm_is_not_looked_at_by_an_update()
    {
        using var model = Create();
        using var adam = new Optimizer(model.Weights, Options, KernelPath.Tensors);
        model.Weights.Gradients!.fill_(1);

        var norm = adam.MeasureGradients();
        adam.Step(0.01, norm);

        Assert.False(norm.IsKnown);
        // The zeros that fill up between parameters were filled with ones too.
        Assert.Equal(Math.Sqrt(model.Weights.Values.numel()), norm.Value, 3);
        Assert.True(norm.IsKnown);
    }

    public void Dispose() => _scope.Dispose();

    private static TransformerLanguageModel Create()
    {
        random.manual_seed(6);
        return new TransformerLanguageModel(TinyModels.PostNorm, TinyModels.Vocabulary, Precision.BFloat16, CPU);
    }

    /// <summary>Three updates of the embeddings alone, then three of everything.</summary>
    private static void Train(TransformerLanguageModel model, Optimizer adam)
    {
        random.manual_seed(7);
        for (var step = 0; step < 6; step++)
        {
            foreach (var (name, parameter) in model.named_parameters())
            {
                parameter.requires_grad = step >= 3 || !name.StartsWith("layers.", StringComparison.Ordinal);
                parameter.grad!.copy_(randn_like(parameter)).mul_(parameter.requires_grad ? 1 : 0);
            }
            model.Weights.AddRows(model.EmbeddingWeight, arange(TinyModels.Vocabulary, ScalarType.Int64), randn(TinyModels.Vocabulary, 16));
            adam.Step(0.01, adam.MeasureGradients());
        }
    }

    private static void AssertNear(Tensor expected, Tensor actual) =>
        Assert.InRange((actual - expected).abs().max().item<float>(), 0, 1e-6);
}
