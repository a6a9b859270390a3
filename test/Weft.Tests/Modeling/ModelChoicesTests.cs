using TorchSharp;
using Weft.Foundation;
using Weft.Kernels;
using Weft.Modeling;
using Weft.Runtime;
using Weft.Tasks;
using Weft.Tests.Support;
using Weft.Text.Vocabularies;
using static TorchSharp.torch;

namespace Weft.Tests.Modeling;

public sealed class ModelChoicesTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void With_a_deviation_all_matrices_start_normal_and_all_biases_at_zero()
    {
        var options = TinyModels.PreNorm with { Dimension = 64, FeedForward = 256, Positions = PositionEncoding.Learned, InitialDeviation = 0.02 };
        using var model = TinyModels.Create(options, vocabulary: 400);

        Assert.All(model.named_parameters().Where(named => named.parameter.dim() == 2), named =>
        {
            // What ends one of four residual paths is divided by the root of their number.
            var endsPath = named.name.Contains("attention.output", StringComparison.Ordinal) || named.name.Contains("down", StringComparison.Ordinal);
            var deviation = endsPath ? 0.01 : 0.02;
            Assert.InRange(named.parameter.std().item<float>(), 0.95 * deviation, 1.05 * deviation);
            Assert.True(named.parameter.abs().max().item<float>() > 2.5 * deviation, named.name);
        });
        Assert.All(model.named_parameters().Where(named => named.name.EndsWith("bias", StringComparison.Ordinal)), named =>
            Assert.Equal(0, named.parameter.abs().max().item<float>()));
    }

    [Theory]
    [InlineData(nameof(DropoutOptions.Embedding))]
    [InlineData(nameof(DropoutOptions.Attention))]
    [InlineData(nameof(DropoutOptions.Inner))]
    [InlineData(nameof(DropoutOptions.Residual))]
    public void Dropout_in_one_place_alone_drops_there_on_both_paths(string place)
    {
        var only = new DropoutOptions
        {
            Embedding = place == nameof(DropoutOptions.Embedding) ? 0.5 : null,
            Attention = place == nameof(DropoutOptions.Attention) ? 0.5 : null,
            Inner = place == nameof(DropoutOptions.Inner) ? 0.5 : null,
            Residual = place == nameof(DropoutOptions.Residual) ? 0.5 : null,
        };
        foreach (var path in new[] { KernelPath.Simd, KernelPath.Tensors })
        {
            Assert.Equal(0, Difference(TinyModels.PreNorm with { Dropout = 0 }, path));
            Assert.NotEqual(0, Difference(TinyModels.PreNorm with { Dropout = 0, Dropouts = only }, path));
        }
    }

    [Fact]
    public void Dropout_that_is_switched_off_in_every_place_drops_nothing()
    {
        var none = new DropoutOptions { Embedding = 0, Attention = 0, Inner = 0, Residual = 0 };

        Assert.Equal(0, Difference(TinyModels.PreNorm with { Dropout = 0.5, Dropouts = none }, KernelPath.Simd));
        Assert.NotEqual(0, Difference(TinyModels.PreNorm with { Dropout = 0.5 }, KernelPath.Simd));
    }

    [Fact]
    public void Every_wrong_choice_is_named()
    {
        var problems = new Problems();
        new ModelOptions { InitialDeviation = -1, Dropouts = new() { Attention = 1, Residual = double.NaN } }.Validate(problems);

        var message = Assert.Throws<ConfigurationException>(problems.ThrowIfAny).Message;
        Assert.Contains("model.initialDeviation is -1; it must be at least 0; 0 is off.", message, StringComparison.Ordinal);
        Assert.Contains("model.dropouts.attention is 1; it must be at least 0 and below 1.", message, StringComparison.Ordinal);
        Assert.Contains("model.dropouts.residual is NaN; it must be at least 0 and below 1.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_choice_that_changes_the_shape_makes_another_model()
    {
        var vocabulary = new Vocabulary(["<unk>", "<eos>", "a"], "<unk>", "<eos>");
        string Of(ModelOptions options) => ModelFingerprint.Of(options, vocabulary.Hash);
        var plain = Of(new ModelOptions());

        Assert.Equal(plain, Of(new ModelOptions { Dropouts = new() { Inner = 0.3 }, InitialDeviation = 0.02, Dropout = 0 }));
        Assert.NotEqual(plain, Of(new ModelOptions { Biases = false }));
        Assert.NotEqual(Of(new ModelOptions { Activation = Activation.Gelu }), Of(new ModelOptions { Activation = Activation.GeluTanh }));
    }

    public void Dispose() => _scope.Dispose();

    /// <summary>How far a training forward pass is from that of evaluation, with the same weights.</summary>
    private static float Difference(ModelOptions options, KernelPath path)
    {
        random.manual_seed(5);
        using var model = new TransformerLanguageModel(options, TinyModels.Vocabulary, Precision.Float32, CPU, path);
        using var frozen = no_grad();
        var ids = randint(0, TinyModels.Vocabulary, [3, 9], dtype: ScalarType.Int64);
        model.eval();
        var plain = model.Hidden(ids);
        model.train();
        model.BeginDropout(7);
        var difference = (model.Hidden(ids) - plain).abs().max().item<float>();
        return difference < 1e-5 ? 0 : difference;
    }
}
