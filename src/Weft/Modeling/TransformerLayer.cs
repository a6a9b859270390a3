using TorchSharp.Modules;
using TorchSharp.Utils;
using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Modeling;

/// <summary>One layer: self-attention, then a feed-forward network, each with a residual path and a norm.</summary>
internal sealed class TransformerLayer : nn.Module
{
    [ComponentName(Name = "attention")]
    private readonly SelfAttention _attention;

    [ComponentName(Name = "up")]
    private readonly Projection _up;

    [ComponentName(Name = "down")]
    private readonly Projection _down;

    [ComponentName(Name = "norm1")]
    private readonly LayerNorm _norm1;

    [ComponentName(Name = "norm2")]
    private readonly LayerNorm _norm2;

    private readonly ModelOptions _options;

    public TransformerLayer(ModelOptions options, RotaryTable? rotary, ScalarType precision, Device device) : base(nameof(TransformerLayer))
    {
        _options = options;
        _attention = new SelfAttention(options, rotary, precision, device);
        _up = new Projection(options.Dimension, options.FeedForward, precision, device);
        _down = new Projection(options.FeedForward, options.Dimension, precision, device);
        _norm1 = nn.LayerNorm(options.Dimension, device: device);
        _norm2 = nn.LayerNorm(options.Dimension, device: device);
        RegisterComponents();
    }

    public SelfAttention Attention => _attention;

    public Projection Down => _down;

    /// <summary>[batch, time, dimension] to the same shape.</summary>
    public Tensor Forward(Tensor x, int layer, KeyValueCache? cache)
    {
        if (_options.Norm == NormPlacement.Pre)
        {
            x = x.Plus(Drop(_attention.Forward(_norm1.forward(x), layer, cache)));
            return x.Plus(Drop(FeedForward(_norm2.forward(x))));
        }
        x = _norm1.forward(x.Plus(Drop(_attention.Forward(x, layer, cache))));
        return _norm2.forward(x.Plus(Drop(FeedForward(x))));
    }

    private Tensor FeedForward(Tensor x)
    {
        var inner = _up.forward(x); // [batch, time, feedForward]
        inner = _options.Activation == Activation.Gelu ? nn.functional.gelu(inner) : nn.functional.relu(inner);
        return _down.forward(Drop(inner));
    }

    private Tensor Drop(Tensor x) => training && _options.Dropout > 0 ? nn.functional.dropout(x, _options.Dropout, training) : x;
}
