using TorchSharp;
using TorchSharp.Modules;
using Weft.Kernels;
using Weft.Modeling;
using Weft.Optimization;
using Weft.Runtime;
using Weft.Tests.Support;
using static TorchSharp.torch;
using OptimizerOptions = Weft.Optimization.OptimizerOptions;

namespace Weft.Tests.Modeling.Parameters;

/// <summary>Rounded copies of matrices are never stale, and gradients reach the parameters.</summary>
public sealed class WorkingCopyTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public WorkingCopyTests() => random.manual_seed(8);

    [Fact]
    public void A_model_has_copies_of_the_matrices_of_products_alone()
    {
        using var model = Create(TinyModels.PostNorm);
        using var tied = Create(TinyModels.PreNorm);

        AssertFresh(model);
        AssertFresh(tied);
        Assert.Same(model.EmbeddingWeight, model.Weights.WorkingCopy(model.EmbeddingWeight));
        Assert.Same(model.Decoder("bias"), model.Weights.WorkingCopy(model.Decoder("bias")));
        Assert.NotSame(tied.EmbeddingWeight, tied.Weights.WorkingCopy(tied.EmbeddingWeight));
    }

    [Fact]
    public void In_float32_the_parameter_itself_is_what_products_take()
    {
        using var model = TinyModels.Create(TinyModels.PostNorm);

        Assert.All(model.parameters(), parameter => Assert.Same(parameter, model.Weights.WorkingCopy(parameter)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_update_rounds_the_copies_as_LibTorch_does(bool simd)
    {
        using var model = Create(TinyModels.PostNorm);
        using var adam = new Optimizer(model.Weights, new OptimizerOptions(), simd ? KernelPath.Simd : KernelPath.Tensors);
        var before = model.Weights.WorkingCopy(model.Decoder("weight")).clone();
        model.Weights.Gradients!.copy_(randn_like(model.Weights.Gradients));

        adam.Step(0.1);

        Assert.False(before.Equals(model.Weights.WorkingCopy(model.Decoder("weight"))));
        AssertFresh(model);
    }

    [Fact]
    public void Setting_the_bias_shows_in_the_logits_and_leaves_the_copies_fresh()
    {
        using var frozen = no_grad();
        using var model = Create(TinyModels.PostNorm);
        var hidden = randn(2, 16);
        var (weight, bias) = (model.Decoder("weight"), model.Decoder("bias"));

        model.SetBias([.. Enumerable.Range(0, TinyModels.Vocabulary).Select(i => (long)i * i)]);

        AssertFresh(model);
        var expected = hidden.to(ScalarType.BFloat16).matmul(weight.to(ScalarType.BFloat16).t()).to(ScalarType.Float32) + bias;
        Assert.True(expected.Equals(model.Logits(hidden)));
    }

    [Theory]
    [InlineData("post-norm")]
    [InlineData("pre-norm")]
    public void Without_gradients_the_model_gives_what_it_gives_with_them_bit_for_bit(string kind)
    {
        using var model = Create(TinyModels.Named(kind));
        model.eval();
        var ids = randint(0, TinyModels.Vocabulary, [2, 5], dtype: ScalarType.Int64);
        var inGraph = model.Hidden(ids);
        using var frozen = no_grad();

        Assert.True(inGraph.requires_grad);
        Assert.True(inGraph.Equals(model.Hidden(ids)));
    }

    [Fact]
    public void Every_gradient_reaches_its_float32_parameter()
    {
        using var model = Create(TinyModels.PreNorm);
        model.Weights.AttachGradients();

        model.Logits(model.Hidden(randint(0, TinyModels.Vocabulary, [2, 5], dtype: ScalarType.Int64))).square().sum().backward();

        Assert.Equal(ScalarType.Float32, model.Weights.Gradients!.dtype);
        Assert.All(model.named_parameters(), named => Assert.True(named.parameter.grad!.abs().max().item<float>() > 0, named.name));
    }

    public void Dispose() => _scope.Dispose();

    internal static void AssertFresh(TransformerLanguageModel model)
    {
        foreach (var (name, parameter) in model.named_parameters().Where(named => IsFactor(model, named.parameter)))
            Assert.True(parameter.detach().to(ScalarType.BFloat16).Equals(model.Weights.WorkingCopy(parameter)), name);
    }

    private static bool IsFactor(TransformerLanguageModel model, Parameter parameter) =>
        parameter.dim() > 1 && (model.Options.TieEmbeddings || !ReferenceEquals(parameter, model.EmbeddingWeight));

    private static TransformerLanguageModel Create(ModelOptions options) => new(options, TinyModels.Vocabulary, Precision.BFloat16, CPU);
}
