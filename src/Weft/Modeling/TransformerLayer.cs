using TorchSharp.Modules;
using TorchSharp.Utils;
using Weft.Kernels;
using Weft.Modeling.Differentiation;
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
        RegisterComponents();
    }

    public SelfAttention Attention => _attention;

    public Projection Down => _down;

    /// <summary>[batch, time, dimension] to the same shape.</summary>
    public Tensor Forward(Tensor x, TokenPositions positions, int layer, KeyValueCache? cache)
    {
        if (_setup.Options.Norm == NormPlacement.Pre)
        {
            x = Add(x, _attention.Forward(_norm1.forward(x), positions, layer, cache));
            return Add(x, FeedForward(_norm2.forward(x)));
        }
        x = _norm1.forward(Add(x, _attention.Forward(x, positions, layer, cache)));
        return _norm2.forward(Add(x, FeedForward(x)));
    }

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
