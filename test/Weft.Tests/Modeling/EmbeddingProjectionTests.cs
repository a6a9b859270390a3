using TorchSharp;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Modeling.Differentiation;
using Weft.Modeling.Parameters;
using Weft.Tests.Support;
using static TorchSharp.torch;

namespace Weft.Tests.Modeling;

/// <summary>An embedding of another width than the layers.</summary>
public sealed class EmbeddingProjectionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [Theory]
    [InlineData("post-norm", "decoder_bias decoder_weight")]
    [InlineData("pre-norm", "decoder_bias decoder_projection")]
    [InlineData("adaptive", "decoder_head_bias decoder_head_tails decoder_projection decoder_tail1_bias decoder_tail1_projection decoder_tail1_weight decoder_tail2_bias decoder_tail2_projection decoder_tail2_weight")]
    public void The_model_has_projections_under_these_names(string kind, string decoder)
    {
        using var model = Create(kind);

        var names = model.named_parameters().Select(named => named.name).Where(name => !name.StartsWith("layers.", StringComparison.Ordinal) && !name.StartsWith("norm.", StringComparison.Ordinal));
        Assert.Equal([.. decoder.Split(' '), "embedding.weight", "embedding_projection.bias", "embedding_projection.weight"], names.Order(StringComparer.Ordinal));
        Assert.Equal([TinyModels.Vocabulary, 20], model.EmbeddingWeight.shape);
        Assert.Equal(ModelPart.Layer, model.Weights.Slots.Single(slot => slot.Name == "embedding_projection.weight").Entry.Part);
    }

    /// <summary>The loss's own slope along each parameter, by central differences, against the gradients that training takes.</summary>
    [Theory]
    [InlineData("post-norm")]
    [InlineData("pre-norm")]
    [InlineData("adaptive")]
    public void Gradients_are_the_slope_of_the_loss(string kind)
    {
        using var model = Create(kind);
        model.Weights.AttachGradients();
        var ids = tensor(new long[] { 1, 4, 8, 1, 10, 3 }).view(2, 3);
        var targets = tensor(new long[] { 4, 8, 2, 10, 3, 0 });
        Differentiate(model, ids, targets);
        foreach (var slot in model.Weights.Slots.Where(slot => slot.Name.Contains("projection", StringComparison.Ordinal) || slot.Name.StartsWith("embedding", StringComparison.Ordinal)))
        {
            using var frozen = no_grad();
            var direction = randn_like(slot.Parameter);
            var slope = (slot.ViewOf(model.Weights.Gradients!) * direction).sum().item<float>();
            const float Step = 4e-4f;
            slot.Parameter.add_(direction * Step);
            var above = Loss(model, ids, targets);
            slot.Parameter.sub_(direction * (2 * Step));
            var below = Loss(model, ids, targets);
            slot.Parameter.add_(direction * Step);
            var measured = (above - below) / (2 * Step);
            Assert.True(Math.Abs(slope - measured) <= 0.02 * Math.Max(0.3, Math.Abs(measured)), $"{slot.Name}: {slope} against {measured}");
        }
    }

    [Theory]
    [InlineData("post-norm")]
    [InlineData("pre-norm")]
    [InlineData("adaptive")]
    public void Probabilities_and_measured_losses_agree(string kind)
    {
        using var model = Create(kind);
        var ids = tensor(new long[] { 1, 4, 8 }).view(1, 3);
        var targets = tensor(new long[] { 4, 8, 2 });
        using var frozen = no_grad();
        var hidden = model.Hidden(ids).flatten(0, 1);

        var expected = nn.functional.cross_entropy(model.Logits(hidden), targets, reduction: nn.Reduction.None);

        Assert.True(model.Output.Measure(hidden, targets).Rows.allclose(expected, 1e-4, 1e-5));
    }

    [Fact]
    public void The_projection_keeps_the_size_of_the_vectors_numbers()
    {
        using var model = TinyModels.Create(new ModelOptions { Dimension = 256, EmbeddingDimension = 200, Heads = 2 });
        using var frozen = no_grad();

        var size = model.Stack.EmbeddingProjection!.forward(randn(500, 200)).pow(2).mean().sqrt().item<float>();

        Assert.InRange(size, 0.95, 1.05);
    }

    [Fact]
    public void The_embedding_starts_at_given_vectors()
    {
        using var model = Create("pre-norm");
        var rows = Enumerable.Range(0, TinyModels.Vocabulary * 20).Select(i => (float)i).ToArray();

        model.SetEmbedding(rows, 0.5);

        Assert.Equal(rows.Select(number => number * 0.5f), model.EmbeddingWeight.data<float>());
        Assert.Throws<ArgumentException>(() => model.SetEmbedding(rows.AsMemory(1), 1));
    }

    public void Dispose() => _scope.Dispose();

    private static TransformerLanguageModel Create(string kind) => TinyModels.Create(TinyModels.Named(kind) with { EmbeddingDimension = 20 });

    private static void Differentiate(TransformerLanguageModel model, Tensor ids, Tensor targets)
    {
        var embedded = model.Embed(ids).detach().requires_grad_(true);
        var hidden = model.Stack.HiddenOf(embedded).flatten(0, 1);
        var (_, gradient) = model.Output.Differentiate(hidden.detach(), targets, new LossSettings(0, 1));
        BackwardPass.Run(hidden, gradient);
        model.Weights.AddRows(model.EmbeddingWeight, ids, embedded.grad!);
    }

    private static double Loss(TransformerLanguageModel model, Tensor ids, Tensor targets)
    {
        using var scope = NewDisposeScope();
        return model.Output.Measure(model.Hidden(ids).flatten(0, 1), targets).Rows.sum(ScalarType.Float64).item<double>();
    }
}
