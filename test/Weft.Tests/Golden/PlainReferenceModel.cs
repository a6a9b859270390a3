using TorchSharp.Modules;
using Weft.Modeling;
using static TorchSharp.torch;

namespace Weft.Tests.Golden;

/// <summary>The published model as its listing has it: TorchSharp's TransformerEncoder between an embedding and a linear decoder.</summary>
internal sealed class PlainReferenceModel : nn.Module<Tensor, Tensor>
{
    private readonly ModelOptions _options;
    private readonly Embedding _embedding;
    private readonly TransformerEncoder _encoder;
    private readonly Linear _decoder;

    public PlainReferenceModel(ModelOptions options, int vocabulary) : base(nameof(PlainReferenceModel))
    {
        _options = options;
        _embedding = nn.Embedding(vocabulary, options.Dimension);
        var layer = nn.TransformerEncoderLayer(options.Dimension, options.Heads, options.FeedForward, options.Dropout);
        _encoder = nn.TransformerEncoder(layer, options.Layers);
        _decoder = nn.Linear(options.Dimension, vocabulary);
        RegisterComponents();
    }

    public override Tensor forward(Tensor ids)
    {
        var (time, dimension) = ((int)ids.shape[1], _options.Dimension);
        var mask = full(time, time, float.NegativeInfinity).triu(1);
        var x = _embedding.forward(ids) * Math.Sqrt(dimension) + Positions(time, dimension);
        var hidden = _encoder.call(x.transpose(0, 1), mask, null!); // [time, batch, dimension]
        return _decoder.forward(hidden.transpose(0, 1));
    }

    /// <summary>The pairs of parameters that mean the same.</summary>
    public IEnumerable<(string Name, Parameter Plain, Parameter Weft)> Pairs(TransformerLanguageModel weft)
    {
        var own = named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach (var (name, parameter) in weft.named_parameters())
            yield return (name, own[PlainName(name)], parameter);
    }

    public void TakeWeightsOf(TransformerLanguageModel weft)
    {
        using var frozen = no_grad();
        foreach (var (_, plain, weights) in Pairs(weft))
            plain.copy_(weights);
    }

    private static string PlainName(string name) => name switch
    {
        "decoder_weight" => "_decoder.weight",
        "decoder_bias" => "_decoder.bias",
        _ => "_" + name
            .Replace("layers.", "encoder.layers.", StringComparison.Ordinal)
            .Replace("attention.qkv.", "self_attn.in_proj_", StringComparison.Ordinal)
            .Replace("attention.output.", "self_attn.out_proj.", StringComparison.Ordinal)
            .Replace(".up.", ".linear1.", StringComparison.Ordinal)
            .Replace(".down.", ".linear2.", StringComparison.Ordinal),
    };

    private static Tensor Positions(int time, int dimension)
    {
        var table = new float[time, dimension];
        for (var position = 0; position < time; position++)
        {
            for (var i = 0; i < dimension; i++)
            {
                var angle = position / Math.Pow(10000, (i - i % 2) / (double)dimension);
                table[position, i] = (float)(i % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
            }
        }
        return tensor(table);
    }
}
