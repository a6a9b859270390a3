using TorchSharp;
using TorchSharp.Modules;
using Weft.Data.Batching;
using Weft.Kernels.CrossEntropy;
using Weft.Modeling;
using Weft.Modeling.Attention;
using Weft.Modeling.Positions;
using Weft.Runtime;
using Weft.Tasks;
using Weft.Tasks.Passes;
using Weft.Tests.Support;
using static TorchSharp.torch;

namespace Weft.Tests.Golden;

/// <summary>The whole encoder-decoder with one table of vectors, or one of the source's own, against TorchSharp's own encoder and decoder with the same weights.</summary>
public sealed class EncoderDecoderReferenceTests : IDisposable
{
    private const int Vocabulary = 11;
    private const int SourceVocabulary = 14;
    private const double Smoothing = 0.1;

    private readonly DisposeScope _scope = NewDisposeScope();
    private EncoderDecoderModel _model = null!;
    private readonly TransformerEncoder _encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(16, 2, 24, 0), 2);
    private readonly TransformerDecoder _decoder = nn.TransformerDecoder(nn.TransformerDecoderLayer(16, 2, 24, 0), 2);
    private Tensor _embedding = null!;
    private Tensor _sourceEmbedding = null!;
    private Tensor _bias = null!;
    private readonly List<(string Name, Parameter Own, Parameter Plain, Range Rows)> _pairs = [];

    private void Build(bool isSeparate)
    {
        random.manual_seed(8);
        var options = TinyModels.PostNorm with { TieEmbeddings = true, Dropout = 0 };
        _model = isSeparate ? new EncoderDecoderModel(options, SourceVocabulary, options, Vocabulary, Precision.Float32, CPU) : new EncoderDecoderModel(options, Vocabulary, Precision.Float32, CPU);
        using (no_grad())
        {
            foreach (var (_, parameter) in _model.NamedParameters)
                parameter.add_(randn(parameter.shape), 0.1);
        }
        _model.Weights.UpdateWorkingCopies();
        _model.Weights.AttachGradients();
        _embedding = _model.EmbeddingWeight.detach().clone().requires_grad_(true);
        _sourceEmbedding = isSeparate ? _model.Encoder.EmbeddingWeight.detach().clone().requires_grad_(true) : _embedding;
        _bias = _model.Output.Parameters.Single().Parameter.detach().clone().requires_grad_(true);
        Copy("encoder.layers", _encoder);
        Copy("layers", _decoder);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Scores_and_every_gradient_are_those_of_TorchSharps_modules(bool isSeparate)
    {
        Build(isSeparate);
        var (source, target) = (randint(0, isSeparate ? SourceVocabulary : Vocabulary, [3, 6], dtype: ScalarType.Int64), randint(0, Vocabulary, [3, 5], dtype: ScalarType.Int64));
        var targets = randint(0, Vocabulary, [3, 5], dtype: ScalarType.Int64);
        int[] ends = [6, 2, 4];
        var batch = new Batch(target, targets) { Source = new Batch(source, targets, Ends: ends) };

        var isPadding = arange(6).unsqueeze(0).ge(tensor(ends).unsqueeze(1));
        var causal = full([5, 5], double.NegativeInfinity).triu(1);
        var memory = _encoder.call(Input(source, _sourceEmbedding).transpose(0, 1), null!, isPadding);
        var states = _decoder.call(Input(target, _embedding).transpose(0, 1), memory, causal, null!, null!, isPadding).transpose(0, 1);
        var scores = nn.functional.linear(states, _embedding, _bias);
        var loss = nn.functional.cross_entropy(scores.flatten(0, 1), targets.flatten(), label_smoothing: Smoothing);
        loss.backward();

        AssertClose("scores", scores, _model.Output.Logits(_model.Hidden(batch)), 1e-5);
        var sums = ModelGradients.Add(
            _model, batch, hidden => hidden.flatten(0, 1), rows => _model.Output.Differentiate(rows, targets.flatten(), new LossSettings(Smoothing, 1.0 / 15)), new StepClock());
        Assert.Equal(loss.item<float>(), sums.Smoothed / 15, 1e-5);
        Assert.Equal(_model.NamedParameters.Count() - (isSeparate ? 3 : 2), _pairs.Select(pair => pair.Name).Distinct().Count());
        Assert.All(_pairs, pair => AssertClose(pair.Name, pair.Plain.grad![pair.Rows], pair.Own.grad!, 1e-4));
        AssertClose("embedding", _embedding.grad!, GradientOf("embedding.weight"), 1e-4);
        if (isSeparate)
            AssertClose("source embedding", _sourceEmbedding.grad!, GradientOf("encoder.embedding.weight"), 1e-4);
        AssertClose("bias", _bias.grad!, GradientOf("decoder_bias"), 1e-4);
    }

    public void Dispose()
    {
        _model.Dispose();
        _encoder.Dispose();
        _decoder.Dispose();
        _scope.Dispose();
    }

    private static Tensor Input(Tensor ids, Tensor rows)
    {
        using var sines = new SinusoidalTable(64, 16, CPU);
        var embedded = rows.index_select(0, ids.flatten()).view(ids.shape[0], ids.shape[1], 16);
        return embedded * Math.Sqrt(16) + sines.Rows(new TokenPositions(embedded, 0, null));
    }

    private Tensor GradientOf(string name) => _model.Weights.Slots.Single(slot => slot.Name == name).ViewOf(_model.Weights.Gradients!);

    private void Copy(string prefix, nn.Module module)
    {
        using var frozen = no_grad();
        var own = _model.NamedParameters.ToDictionary(named => named.Name, named => named.Parameter);
        var isDecoder = prefix == "layers";
        foreach (var (name, theirs) in module.named_parameters())
        {
            // layers.0.self_attn.in_proj_weight: the layer, the part and the kind.
            var (parts, kind) = (name.Split('.'), name[(name.LastIndexOfAny(['.', '_']) + 1)..]);
            var part = string.Join('.', parts[2..])[..^(kind.Length + 1)];
            foreach (var (mine, rows) in NamesOf(part, isDecoder))
            {
                var parameter = own[$"{prefix}.{parts[1]}.{mine}.{kind}"];
                theirs[rows].copy_(parameter);
                _pairs.Add(($"{prefix}.{parts[1]}.{mine}.{kind}", parameter, theirs, rows));
            }
        }
    }

    private static (string Name, Range Rows)[] NamesOf(string part, bool isDecoder) => part switch
    {
        "self_attn.in_proj" => [("attention.qkv", ..)],
        "self_attn.out_proj" => [("attention.output", ..)],
        // One matrix there and two here.
        "multihead_attn.in_proj" => [("cross_attention.queries", ..16), ("cross_attention.keys_values", 16..)],
        "multihead_attn.out_proj" => [("cross_attention.output", ..)],
        "linear1" => [("up", ..)],
        "linear2" => [("down", ..)],
        "norm1" => [("norm1", ..)],
        "norm2" => [(isDecoder ? "cross_norm" : "norm2", ..)],
        "norm3" => [("norm2", ..)],
        _ => throw new NotSupportedException(part),
    };

    private static void AssertClose(string name, Tensor expected, Tensor actual, double tolerance)
    {
        var error = (actual - expected).abs().max().item<float>();
        Assert.True(error <= tolerance * Math.Max(1, expected.abs().max().item<float>()), $"{name}: error {error}");
    }
}
