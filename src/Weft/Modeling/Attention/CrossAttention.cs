using TorchSharp.Utils;
using Weft.Kernels;
using Weft.Modeling.Differentiation;
using static TorchSharp.torch;

namespace Weft.Modeling.Attention;

/// <summary>
/// Multi-head attention to a memory: queries come from the layer's own states, keys and values from those of another stack (Vaswani et al.
/// 2017, section 3.2.3). Every query sees the whole memory. Positions are not rotated: places in two texts have no distance.
/// </summary>
internal sealed class CrossAttention : nn.Module
{
    [ComponentName(Name = "queries")]
    private readonly Projection _queries;

    [ComponentName(Name = "keys_values")]
    private readonly Projection _keysValues;

    [ComponentName(Name = "output")]
    private readonly Projection _output;

    private readonly StackSetup _setup;

    public CrossAttention(StackSetup setup) : base(nameof(CrossAttention))
    {
        var width = setup.Options.Dimension;
        _queries = new Projection(width, width, setup);
        _keysValues = new Projection(setup.MemoryWidth, 2 * width, setup);
        _output = new Projection(width, width, setup);
        _setup = setup;
        RegisterComponents();

        nn.init.xavier_uniform_(_queries.Weight);
        nn.init.xavier_uniform_(_keysValues.Weight);
        foreach (var projection in new[] { _queries, _keysValues, _output })
            projection.ZeroBias();
    }

    /// <summary>Keys and values from one product, [2 · dimension, memory width].</summary>
    public Projection KeysValues => _keysValues;

    public Projection Output => _output;

    /// <param name="input">[batch, time, dimension]</param>
    /// <param name="memory">What is looked at.</param>
    /// <param name="layer">Which layer of the cache is meant.</param>
    /// <param name="cache">Keeps the memory's keys and values from the first call on; null works them out.</param>
    /// <returns>[batch, time, dimension], in the type of products.</returns>
    public Tensor Forward(Tensor input, StackMemory memory, int layer, KeyValueCache? cache)
    {
        var queries = Heads(_queries.forward(input), parts: 1)[0];
        var (keys, values) = cache is null ? KeysAndValues(memory) : cache.OfMemory(layer, memory, KeysAndValues);
        var mixed = Attend(queries, keys, values, memory); // [batch, heads, time, head]
        return _output.forward(mixed.transpose(1, 2).reshape(input.shape[0], input.shape[1], -1));
    }

    private (Tensor Keys, Tensor Values) KeysAndValues(StackMemory memory)
    {
        var parts = Heads(_keysValues.forward(memory.States), parts: 2);
        return (parts[0], parts[1]); // [batch, heads, memory time, head]
    }

    /// <summary>[batch, time, parts · dimension] to as many of [batch, heads, time, head].</summary>
    private Tensor[] Heads(Tensor products, int parts) =>
        [.. products.view(products.shape[0], products.shape[1], parts, _setup.Options.Heads, -1).unbind(2).Select(part => part.transpose(1, 2))];

    private Tensor Attend(Tensor queries, Tensor keys, Tensor values, StackMemory memory)
    {
        var dropout = training ? _setup.Dropout.RateOf(DropoutPlace.Attention) : 0;
        if (dropout > 0 && _setup.Path == KernelPath.Simd)
            return AttentionFunction.Apply(queries, keys, values, _setup.Dropout.Next(DropoutPlace.Attention), memory.Columns);
        return memory.WithoutEmptyRows(nn.functional.scaled_dot_product_attention(queries, keys, values, memory.Visible, dropout, is_casual: false));
    }
}
