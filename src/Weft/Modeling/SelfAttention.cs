using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Weft.Modeling;

/// <summary>Causal multi-head self-attention with queries, keys and values from one product (Vaswani et al. 2017, section 3.2).</summary>
internal sealed class SelfAttention : nn.Module
{
    [ComponentName(Name = "qkv")]
    private readonly Projection _qkv;

    [ComponentName(Name = "output")]
    private readonly Projection _output;

    private readonly int _heads;
    private readonly double _dropout;
    private readonly ScalarType _precision;
    private readonly RotaryTable? _rotary;

    public SelfAttention(ModelOptions options, RotaryTable? rotary, ScalarType precision, Device device) : base(nameof(SelfAttention))
    {
        _qkv = new Projection(options.Dimension, 3 * options.Dimension, precision, device);
        _output = new Projection(options.Dimension, options.Dimension, precision, device);
        _heads = options.Heads;
        _dropout = options.Dropout;
        _precision = precision;
        _rotary = rotary;
        RegisterComponents();

        // As PyTorch's own attention starts: Xavier for the three together, biases at zero.
        nn.init.xavier_uniform_(_qkv.Weight);
        nn.init.zeros_(_qkv.Bias);
        nn.init.zeros_(_output.Bias);
    }

    public Projection Qkv => _qkv;

    public Projection Output => _output;

    /// <param name="input">[batch, time, dimension]</param>
    /// <param name="layer">Which layer of the cache is meant.</param>
    /// <param name="cache">What was read before, or null where the input is the whole text.</param>
    /// <returns>[batch, time, dimension]</returns>
    public Tensor Forward(Tensor input, int layer, KeyValueCache? cache)
    {
        var (batch, time, dimension) = (input.shape[0], input.shape[1], input.shape[2]);
        var parts = _qkv.forward(input)
            .view(batch, time, 3, _heads, dimension / _heads)
            .permute(2, 0, 3, 1, 4); // [3, batch, heads, time, head]
        var (queries, keys, values) = (parts[0], parts[1], parts[2]);
        if (_rotary is not null)
        {
            var past = cache?.LengthOf(layer) ?? 0;
            (queries, keys) = (_rotary.Rotate(queries, past), _rotary.Rotate(keys, past));
        }
        if (cache is not null)
            (keys, values) = cache.Append(layer, keys, values);

        var mixed = Attend(queries.to(_precision), keys.to(_precision), values.to(_precision))
            .to(ScalarType.Float32)
            .transpose(1, 2)
            .reshape(batch, time, dimension);
        return _output.forward(mixed);
    }

    /// <summary>A query sees the keys up to its own position; a lone last query sees all, so it needs no mask.</summary>
    private Tensor Attend(Tensor queries, Tensor keys, Tensor values)
    {
        var (time, total) = (queries.shape[2], keys.shape[2]);
        var dropout = training ? _dropout : 0;
        if (time == total || time == 1)
            return nn.functional.scaled_dot_product_attention(queries, keys, values, p: dropout, is_casual: time == total && time > 1);
        using var mask = ones(time, total, dtype: ScalarType.Bool, device: queries.device).tril(total - time);
        return nn.functional.scaled_dot_product_attention(queries, keys, values, mask, dropout, is_casual: false);
    }
}
