using TorchSharp.Modules;
using TorchSharp.Utils;
using Weft.Kernels;
using Weft.Modeling.Attention;
using Weft.Modeling.Differentiation;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Modeling;

/// <summary>One layer: self-attention, in some stacks attention to a memory, then a feed-forward network, each with a residual path and a norm.</summary>
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

    [ComponentName(Name = "cross_attention")]
    private readonly CrossAttention? _crossAttention;

    [ComponentName(Name = "cross_norm")]
    private readonly LayerNorm? _crossNorm;

    private readonly StackSetup _setup;

    public TransformerLayer(StackSetup setup) : base(nameof(TransformerLayer))
    {
        _setup = setup;
        var options = setup.Options;
        _attention = new SelfAttention(setup);
        _up = new Projection(options.Dimension, options.FeedForward, setup);
        _down = new Projection(options.FeedForward, options.Dimension, setup);
        _norm1 = setup.Norm();
        _norm2 = setup.Norm();
        if (setup.MemoryWidth > 0)
            (_crossAttention, _crossNorm) = (new CrossAttention(setup), setup.Norm());
        RegisterComponents();
    }

    public SelfAttention Attention => _attention;

    /// <summary>Attention to the memory, or null where the stack has none.</summary>
    public CrossAttention? CrossAttention => _crossAttention;

    public Projection Down => _down;

    /// <summary>The products that end a residual path.</summary>
    public IEnumerable<Projection> ResidualEnds => _crossAttention is null ? [_attention.Output, _down] : [_attention.Output, _crossAttention.Output, _down];

    /// <summary>[batch, time, dimension] to the same shape.</summary>
    /// <param name="x">The states.</param>
    /// <param name="positions">Where they stand.</param>
    /// <param name="layer">Which layer of the cache is meant.</param>
    /// <param name="cache">What was read before, or null.</param>
    /// <param name="memory">What cross attention looks at; null where there is none.</param>
    public Tensor Forward(Tensor x, TokenPositions positions, int layer, KeyValueCache? cache, StackMemory? memory)
    {
        x = Branch(x, _norm1, input => _attention.Forward(input, positions, layer, cache));
        if (_crossAttention is not null)
            x = Branch(x, _crossNorm!, input => _crossAttention.Forward(input, memory!, layer, cache));
        return Branch(x, _norm2, FeedForward);
    }

    /// <summary>A residual path around a part of the layer, with its norm before the part or behind the sum.</summary>
    private Tensor Branch(Tensor x, LayerNorm norm, Func<Tensor, Tensor> part) => _setup.Options.Norm == NormPlacement.Pre
        ? Add(x, part(norm.forward(x)))
        : norm.forward(Add(x, part(x)));

    /// <summary>The residual path, float32, and the branch, in the type of products, after dropout.</summary>
    private Tensor Add(Tensor x, Tensor branch)
    {
        var drops = training && _setup.Dropout.RateOf(DropoutPlace.Residual) > 0;
        if (_setup.Path == KernelPath.Simd)
            return ResidualFunction.Apply(x, branch, drops ? _setup.Dropout.Next(DropoutPlace.Residual) : null);
        branch = branch.to(ScalarType.Float32);
        return x.Plus(drops ? _setup.Drop(branch, DropoutPlace.Residual) : branch);
    }

    private Tensor FeedForward(Tensor x)
    {
        var inner = _up.forward(x); // [batch, time, feedForward]
        inner = _setup.Options.Activation switch
        {
            Activation.Gelu => nn.functional.gelu(inner),
            Activation.GeluTanh => inner.gelu(GELU.Approximate.tanh),
            _ => nn.functional.relu(inner),
        };
        return _down.forward(training ? _setup.Drop(inner, DropoutPlace.Inner) : inner);
    }
}
