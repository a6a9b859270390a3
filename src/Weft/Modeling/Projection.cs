using TorchSharp.Modules;
using TorchSharp.Utils;
using Weft.Modeling.Parameters;
using static TorchSharp.torch;

namespace Weft.Modeling;

/// <summary>A linear map with bias whose product is taken in a chosen precision: TorchSharp has no autocast.</summary>
internal sealed class Projection : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;

    private readonly ScalarType _precision;

    // Not the working copy itself: a tensor in a field would become a saved buffer.
    private ParameterBuffer? _buffer;

    /// <param name="inputs">Width of the input.</param>
    /// <param name="outputs">Width of the output.</param>
    /// <param name="precision">The type in which the product is taken; parameters and result stay float32.</param>
    /// <param name="device">Where the parameters live.</param>
    public Projection(int inputs, int outputs, ScalarType precision, Device device) : base(nameof(Projection))
    {
        _weight = nn.Parameter(empty(outputs, inputs, device: device));
        _bias = nn.Parameter(empty(outputs, device: device));
        _precision = precision;
        RegisterComponents();
        ResetParameters();
    }

    public Parameter Weight => _weight;

    public Parameter Bias => _bias;

    /// <summary>Takes the weight's working copy from a buffer from now on, wherever no gradient is wanted.</summary>
    public void Use(ParameterBuffer parameters) => _buffer = parameters;

    /// <summary>[…, inputs] to […, outputs].</summary>
    public override Tensor forward(Tensor input) => _precision == ScalarType.Float32
        ? nn.functional.linear(input, _weight, _bias)
        : nn.functional.linear(input.to(_precision), Factor(), _bias.to(_precision)).to(ScalarType.Float32);

    /// <summary>The weight as the product takes it.</summary>
    private Tensor Factor() => _buffer?.ProductFactor(_weight) ?? _weight.to(_precision);

    /// <summary>PyTorch's own start of a linear layer: both uniform within one over the root of the inputs.</summary>
    private void ResetParameters()
    {
        var bound = 1 / Math.Sqrt(_weight.shape[1]);
        nn.init.uniform_(_weight, -bound, bound);
        nn.init.uniform_(_bias, -bound, bound);
    }
}
