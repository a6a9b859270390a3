using TorchSharp;
using Weft.Modeling;
using Weft.Tests.Support;
using static TorchSharp.torch;

namespace Weft.Tests.Modeling.Parameters;

/// <summary>The embedding's gradient from looked-up rows against the one that autograd makes of the whole table.</summary>
public sealed class EmbeddingGradientTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [Theory]
    [InlineData("post-norm")]
    [InlineData("pre-norm")]
    public void Every_gradient_agrees_with_autograds_over_two_micro_batches(string kind)
    {
        using var model = TinyModels.Create(TinyModels.Named(kind));
        using var reference = TinyModels.Create(TinyModels.Named(kind));
        model.Weights.AttachGradients();
        random.manual_seed(1);
        for (var i = 0; i < 2; i++)
        {
            var ids = randint(0, TinyModels.Vocabulary - 3, [4, 6], dtype: ScalarType.Int64);
            Loss(reference, reference.Hidden(ids)).backward();

            var embedded = model.Embed(ids).detach().requires_grad_();
            Loss(model, model.Stack.HiddenOf(embedded)).backward();
            model.Weights.AddRows(model.EmbeddingWeight, ids, embedded.grad!);
        }

        Assert.All(reference.named_parameters().Zip(model.parameters()), pair =>
        {
            var expected = pair.First.parameter.grad!;
            var error = (pair.Second.grad! - expected).norm().item<float>() / expected.norm().item<float>();
            Assert.True(error < 1e-6, $"{pair.First.name}: relative error {error}");
        });
    }

    public void Dispose() => _scope.Dispose();

    private static Tensor Loss(TransformerLanguageModel model, Tensor hidden) => model.Logits(hidden).square().mean();
}
