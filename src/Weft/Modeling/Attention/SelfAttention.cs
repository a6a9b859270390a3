using TorchSharp.Utils;
using Weft.Kernels;
using Weft.Modeling.Differentiation;
using static TorchSharp.torch;

namespace Weft.Modeling.Attention;

/// <summary>Multi-head self-attention, causal or full, with queries, keys and values from one product (Vaswani et al. 2017, section 3.2).</summary>
internal sealed class SelfAttention : nn.Module
{
    [ComponentName(Name = "qkv")]
    private readonly Projection _qkv;

    [ComponentName(Name = "output")]
    private readonly Projection _output;

    private readonly StackSetup _setup;

    public SelfAttention(StackSetup setup) : base(nameof(SelfAttention))
    {
        var options = setup.Options;
        _qkv = new Projection(options.Dimension, 3 * options.Dimension, setup);
        _output = new Projection(options.Dimension, options.Dimension, setup);
        _setup = setup;
        RegisterComponents();

        // As PyTorch's own attention starts: Xavier for the three together, biases at zero.
        nn.init.xavier_uniform_(_qkv.Weight);
        _qkv.ZeroBias();
        _output.ZeroBias();
    }

    public Projection Qkv => _qkv;

    public Projection Output => _output;

    /// <param name="input">[batch, time, dimension]</param>
    /// <param name="positions">Where the input's tokens stand.</param>
    /// <param name="layer">Which layer of the cache is meant.</param>
    /// <param name="cache">What was read before, or null where the input is the whole text.</param>
    /// <returns>[batch, time, dimension], in the type of products.</returns>
    public Tensor Forward(Tensor input, TokenPositions positions, int layer, KeyValueCache? cache)
    {
        var (batch, time, dimension) = (input.size(0), input.size(1), input.size(2));
        // unbind, because its gradient is one copy: that of three selections is three sums over zeros.
        var parts = _qkv.forward(input).view(batch, time, 3, _setup.Options.Heads, -1).unbind(2); // 3 of [batch, time, heads, head]
        var (queries, keys, values) = (parts[0].transpose(1, 2), parts[1].transpose(1, 2), parts[2].transpose(1, 2));
        if (_setup.Rotary is { } rotary)
            (queries, keys) = (rotary.Rotate(queries, positions).to(_setup.ProductType), rotary.Rotate(keys, positions).to(_setup.ProductType));
        if (cache is not null)
            (keys, values) = cache.Append(layer, keys, values);

        var mixed = Attend(queries, keys, values, positions); // [batch, heads, time, head]
        return _output.forward(mixed.transpose(1, 2).reshape(batch, time, dimension));
    }

    /// <summary>A query sees the keys of its row, in causal attention up to its own position; a lone last query sees all, so it needs no
    /// mask. Where there is padding that others could see, it comes out as zeros.</summary>
    private Tensor Attend(Tensor queries, Tensor keys, Tensor values, TokenPositions positions)
    {
        var (time, total) = (queries.size(2), keys.size(2));
        var dropout = training ? _setup.Dropout.RateOf(DropoutPlace.Attention) : 0;
        if (dropout > 0 && time == total && _setup.Path == KernelPath.Simd)
            return AttentionFunction.Apply(queries, keys, values, _setup.Dropout.Next(DropoutPlace.Attention), positions.Columns);
        if (positions.Visible is { } visible)
            return positions.WithoutPadding(nn.functional.scaled_dot_product_attention(queries, keys, values, visible, dropout, is_casual: false));
        var isCausal = _setup.Attention == AttentionKind.Causal;
        if (!isCausal || time == total || time == 1)
            return nn.functional.scaled_dot_product_attention(queries, keys, values, p: dropout, is_casual: isCausal && time == total && time > 1);
        using var mask = ones(time, total, dtype: ScalarType.Bool, device: queries.device).tril(total - time);
        return nn.functional.scaled_dot_product_attention(queries, keys, values, mask, dropout, is_casual: false);
    }
}
