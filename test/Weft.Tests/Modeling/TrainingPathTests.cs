using TorchSharp;
using Weft.Kernels;
using Weft.Modeling;
using Weft.Modeling.Differentiation;
using Weft.Runtime;
using Weft.Tests.Support;
using static TorchSharp.torch;

namespace Weft.Tests.Modeling;

/// <summary>Hand-written gradients of the whole body against autograd's of LibTorch's operations.</summary>
public sealed class TrainingPathTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [Theory]
    [InlineData("post-norm", Precision.Float32, 2e-6)]
    [InlineData("pre-norm", Precision.Float32, 2e-6)]
    [InlineData("bias-free", Precision.Float32, 2e-6)]
    [InlineData("post-norm", Precision.BFloat16, 0.03)]
    [InlineData("bias-free", Precision.BFloat16, 0.03)]
    [InlineData("pre-norm", Precision.BFloat16, 0.03)]
    public void Both_paths_give_the_same_states_and_gradients_over_two_micro_batches(string kind, Precision precision, double tolerance)
    {
        using var plain = Create(kind, precision, KernelPath.Tensors);
        using var own = Create(kind, precision, KernelPath.Simd);
        random.manual_seed(4);
        for (var i = 0; i < 2; i++)
        {
            var ids = randint(0, TinyModels.Vocabulary, [5, 7], dtype: ScalarType.Int64);
            var (expected, hidden) = (plain.Hidden(ids), own.Hidden(ids));
            var gradient = randn_like(expected);
            expected.backward([gradient]);
            BackwardPass.Run(hidden, gradient);
            AssertClose("hidden", expected, hidden, tolerance);
        }
        Assert.All(plain.named_parameters().Zip(own.parameters()).Where(pair => !pair.First.name.StartsWith("decoder", StringComparison.Ordinal)), pair =>
            AssertClose(pair.First.name, pair.First.parameter.grad!, pair.Second.grad!, tolerance));
    }

    /// <summary>Collections at any moment find nothing to free that native code still uses.</summary>
    [Fact]
    public void Garbage_collections_during_a_pass_change_nothing()
    {
        using var model = Create("post-norm", Precision.BFloat16, KernelPath.Simd);
        var ids = randint(0, TinyModels.Vocabulary, [5, 7], dtype: ScalarType.Int64);
        Tensor Gradients()
        {
            model.Weights.ZeroGradients();
            using (NewDisposeScope())
            {
                var hidden = model.Hidden(ids);
                BackwardPass.Run(hidden, ones_like(hidden));
            }
            return model.Weights.Gradients!.clone();
        }
        var expected = Gradients();
        var ends = false;
        var collector = new Thread(() =>
        {
            while (!Volatile.Read(ref ends))
                GC.GetTotalMemory(forceFullCollection: true);
        });
        collector.Start();
        try
        {
            Assert.All(Enumerable.Range(0, 20), _ => Assert.True(expected.Equals(Gradients())));
        }
        finally
        {
            Volatile.Write(ref ends, true);
            collector.Join();
        }
    }

    public void Dispose() => _scope.Dispose();

    private static TransformerLanguageModel Create(string kind, Precision precision, KernelPath path)
    {
        random.manual_seed(5);
        var model = new TransformerLanguageModel(TinyModels.Named(kind) with { Dropout = 0 }, TinyModels.Vocabulary, precision, CPU, path);
        model.Weights.AttachGradients();
        return model;
    }

    private static void AssertClose(string name, Tensor expected, Tensor actual, double tolerance)
    {
        var error = (actual - expected).norm().item<float>() / expected.norm().item<float>();
        Assert.True(error <= tolerance, $"{name}: relative error {error}");
    }
}
