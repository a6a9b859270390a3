using TorchSharp.Modules;
using Weft.Kernels;
using Weft.Kernels.CrossEntropy;
using static TorchSharp.torch;

namespace Weft.Modeling.Outputs;

/// <summary>One softmax over all classes, with shared weights, as those of an embedding (Press and Wolf 2017), or its own.</summary>
internal sealed class FullSoftmax : OutputLayer
{
    private readonly Parameter? _weight;
    private readonly Parameter _bias;
    private readonly SoftmaxClasses _classes;

    /// <param name="classes">What it tells apart.</param>
    /// <param name="products">The type in which products are taken.</param>
    /// <param name="path">The kernel's way.</param>
    public FullSoftmax(OutputClasses classes, ScalarType products, KernelPath path)
    {
        _weight = classes.Shared is null ? nn.Parameter(empty(classes.Count, classes.Width, device: classes.Device)) : null;
        _bias = nn.Parameter(zeros(classes.Count, device: classes.Device));
        _classes = new SoftmaxClasses([TableRows.All(_weight ?? classes.Shared!)], _bias, products, path);
    }

    public override IReadOnlyList<(string Name, Parameter Parameter)> Parameters =>
        _weight is null ? [("bias", _bias)] : [("weight", _weight), ("bias", _bias)];

    public override (LossSums Sums, Tensor HiddenGradient) Differentiate(Tensor hidden, Tensor targets, LossSettings loss)
    {
        using var there = targets.to(hidden.device, copy: false, non_blocking: true);
        return _classes.Differentiate(hidden, there, loss);
    }

    public override LossSums Measure(Tensor hidden, Tensor targets, bool predictions = false)
    {
        using var there = targets.to(hidden.device, copy: false, non_blocking: true);
        return _classes.Measure(hidden, there, predictions);
    }

    public override Tensor Logits(Tensor hidden) => _classes.Scores(hidden);

    public override void SetBias(IReadOnlyList<double> shares) => _classes.SetBias(shares);

    internal override void Reset(double range)
    {
        using var frozen = no_grad();
        if (_weight is not null)
            nn.init.uniform_(_weight, -range, range);
        nn.init.zeros_(_bias);
    }
}
