using TorchSharp.Modules;
using TorchSharp.Utils;
using Weft.Kernels;
using Weft.Modeling.Differentiation;
using Weft.Modeling.Parameters;
using static TorchSharp.torch;

namespace Weft.Modeling;

/// <summary>A linear map, with a bias or without, whose product is taken in a chosen precision: TorchSharp has no autocast.</summary>
internal sealed class Projection : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    [ComponentName(Name = "bias")]
    private readonly Parameter? _bias;

    private readonly ScalarType _precision;
    private readonly KernelPath _path;

    // Not the working copy itself: a tensor in a field would become a saved buffer.
    private ParameterBuffer? _buffer;

    /// <param name="inputs">Width of the input.</param>
    /// <param name="outputs">Width of the output.</param>
    /// <param name="setup">The type in which the product is taken, and where the parameters live: they stay float32.</param>
    public Projection(int inputs, int outputs, StackSetup setup) : base(nameof(Projection))
    {
        _weight = nn.Parameter(empty(outputs, inputs, device: setup.Device));
        _bias = setup.Options.Biases ? nn.Parameter(empty(outputs, device: setup.Device)) : null;
        (_precision, _path) = (setup.ProductType, setup.Path);
        RegisterComponents();
        ResetParameters();
    }

    public Parameter Weight => _weight;

    /// <summary>[outputs], or null where linear maps have none.</summary>
    public Parameter? Bias => _bias;

    /// <summary>Starts the bias at zero, where there is one.</summary>
    public void ZeroBias()
    {
        if (_bias is not null)
            nn.init.zeros_(_bias);
    }

    /// <summary>Takes the weight's working copy from a buffer from now on.</summary>
    public void Use(ParameterBuffer parameters) => _buffer = parameters;

    /// <summary>[…, inputs], float32 or the type of products, to […, outputs], the type of products.</summary>
    public override Tensor forward(Tensor input) => is_grad_enabled() && _path == KernelPath.Simd
        ? ProjectionFunction.Apply(input, _weight, _bias, _buffer?.WorkingCopy(_weight) ?? _weight.detach().to(_precision))
        : nn.functional.linear(input.to(_precision), _buffer?.ProductFactor(_weight) ?? _weight.to(_precision), _bias?.to(_precision));

    /// <summary>PyTorch's own start of a linear layer: both uniform within one over the root of the inputs.</summary>
    private void ResetParameters()
    {
        var bound = 1 / Math.Sqrt(_weight.shape[1]);
        nn.init.uniform_(_weight, -bound, bound);
        if (_bias is not null)
            nn.init.uniform_(_bias, -bound, bound);
    }
}
