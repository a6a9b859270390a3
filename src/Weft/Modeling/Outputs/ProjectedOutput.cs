using TorchSharp.Modules;
using Weft.Kernels.CrossEntropy;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Modeling.Outputs;

/// <summary>
/// An output whose weights are narrower or wider than the layers: those of an embedding that has the dimension of word vectors. A
/// projection of its own leads to them (docs/decisions, 0010).
/// </summary>
internal sealed class ProjectedOutput : OutputLayer
{
    private readonly OutputLayer _classes;
    private readonly Parameter _projection;
    private readonly ScalarType _products;

    /// <param name="classes">What follows the projection.</param>
    /// <param name="dimension">Width of the layers.</param>
    /// <param name="width">Width that <paramref name="classes"/> take.</param>
    /// <param name="products">The type in which products are taken.</param>
    /// <param name="device">Where the parameters live.</param>
    public ProjectedOutput(OutputLayer classes, int dimension, int width, ScalarType products, Device device)
    {
        (_classes, _products) = (classes, products);
        _projection = nn.Parameter(empty(width, dimension, device: device));
    }

    public override IReadOnlyList<(string Name, Parameter Parameter)> Parameters => [("projection", _projection), .. _classes.Parameters];

    public override (LossSums Sums, Tensor HiddenGradient) Differentiate(Tensor hidden, Tensor targets, LossSettings loss)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var (input, projection) = (hidden.to(_products), _projection.to(_products));
        var (sums, gradient) = _classes.Differentiate(input.matmul(projection.t()).to(ScalarType.Float32), targets, loss);
        gradient = gradient.to(_products); // [rows, width]
        if (_projection.requires_grad)
            _projection.Gradient().AddInPlace(gradient.t().matmul(input));
        var hiddenGradient = gradient.matmul(projection).to(ScalarType.Float32);
        return (sums.MoveToOuterDisposeScope(), hiddenGradient.MoveToOuterDisposeScope());
    }

    public override LossSums Measure(Tensor hidden, Tensor targets, bool predictions = false)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        return _classes.Measure(Project(hidden), targets, predictions).MoveToOuterDisposeScope();
    }

    public override Tensor Logits(Tensor hidden)
    {
        using var scope = NewDisposeScope();
        return _classes.Logits(Project(hidden)).MoveToOuterDisposeScope();
    }

    public override void SetBias(IReadOnlyList<double> shares) => _classes.SetBias(shares);

    /// <summary>The projection starts as PyTorch's linear layers do: uniform within one over the root of its inputs.</summary>
    /// <inheritdoc/>
    internal override void Reset(double range)
    {
        using var frozen = no_grad();
        var bound = 1 / Math.Sqrt(_projection.shape[1]);
        nn.init.uniform_(_projection, -bound, bound);
        _classes.Reset(range);
    }

    /// <summary>[…, dimension] to […, width], float32.</summary>
    private Tensor Project(Tensor hidden) => nn.functional.linear(hidden.to(_products), _projection.to(_products)).to(ScalarType.Float32);
}
