using TorchSharp;
using Weft.Bench.Listing;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Tests.Golden;

/// <summary>Holds the reference model against TorchSharp's own modules with the same weights.</summary>
public sealed class ReferenceModelTests : IDisposable
{
    private const int Vocabulary = 97;
    private const int Context = 17;
    private const double Smoothing = 0.1;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TransformerLanguageModel _model;
    private readonly ReferenceModel _plain;
    private readonly IReadOnlyList<WeightPair> _pairs;
    private readonly Tensor _ids;
    private readonly Tensor _targets;

    public ReferenceModelTests()
    {
        random.manual_seed(5);
        var shape = new ModelOptions();
        _model = new TransformerLanguageModel(shape, Vocabulary, Precision.Float32, CPU);
        _plain = new ReferenceModel(Vocabulary, shape.Dimension, shape.Heads, shape.Layers, shape.FeedForward, shape.Dropout, Context);
        _pairs = WeightPairs.Of(_plain, _model);
        WeightPairs.CopyToListing(_pairs);
        _ids = randint(0, Vocabulary, [3, Context], dtype: ScalarType.Int64);
        _targets = randint(0, Vocabulary, [3, Context], dtype: ScalarType.Int64);
        _model.eval();
        _plain.eval();
    }

    [Fact]
    public void Logits_agree_with_TransformerEncoder()
    {
        var difference = (_model.Logits(_model.Hidden(_ids)) - _plain.forward(_ids).transpose(0, 1)).abs().max().item<float>();

        Assert.InRange(difference, 0, 1e-5);
    }

    [Fact]
    public void Every_gradient_agrees_with_TransformerEncoder()
    {
        var loss = nn.functional.cross_entropy(_plain.forward(_ids).flatten(0, 1), _targets.t().flatten(), label_smoothing: Smoothing);
        loss.backward();

        var hidden = _model.Hidden(_ids).flatten(0, 1);
        var (sums, hiddenGradient) = _model.Output.Differentiate(hidden.detach(), _targets.flatten(), new LossSettings(Smoothing, 1.0 / _targets.numel()));
        hidden.backward([hiddenGradient]);

        Assert.Equal(loss.item<float>(), sums.Smoothed / sums.Targets, tolerance: 1e-5);
        Assert.Equal(_plain.parameters().Count(), _pairs.Count);
        Assert.All(_pairs, pair =>
        {
            var expected = pair.Listing.grad!;
            var error = (pair.Weft.grad! - expected).norm().item<float>() / Math.Max(1e-6f, expected.norm().item<float>());
            Assert.True(error < 1e-4, $"{pair.Name}: relative error {error}");
        });
    }

    [Fact]
    public void Embedding_and_decoder_start_uniform_and_the_bias_at_zero()
    {
        var (weight, bias) = (_model.get_parameter("decoder_weight")!, _model.get_parameter("decoder_bias")!);

        Assert.All(new[] { _model.EmbeddingWeight, weight }, tensor =>
        {
            Assert.InRange(tensor.max().item<float>(), 0.099f, 0.1f);
            Assert.InRange(tensor.min().item<float>(), -0.1f, -0.099f);
            Assert.InRange(tensor.std().item<float>(), 0.0567f, 0.0587f); // 0.2 / sqrt(12)
        });
        Assert.Equal(0, bias.abs().max().item<float>());
    }

    public void Dispose()
    {
        _model.Dispose();
        _plain.Dispose();
        _scope.Dispose();
    }
}
