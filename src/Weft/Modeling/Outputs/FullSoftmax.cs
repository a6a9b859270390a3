using TorchSharp.Modules;
using Weft.Kernels;
using Weft.Kernels.CrossEntropy;
using static TorchSharp.torch;

namespace Weft.Modeling.Outputs;

/// <summary>One softmax over the whole vocabulary, with the embedding's weights (Press and Wolf 2017) or its own.</summary>
internal sealed class FullSoftmax : OutputLayer
{
    private readonly Parameter? _weight;
    private readonly Parameter _bias;
    private readonly SoftmaxClasses _classes;

    /// <param name="embedding">[vocabulary, embedding width].</param>
    /// <param name="isTied">Whether it has the embedding's weights.</param>
    /// <param name="products">The type in which products are taken.</param>
    /// <param name="path">The kernel's way.</param>
    /// <param name="width">Width of the hidden states.</param>
    public FullSoftmax(Parameter embedding, bool isTied, ScalarType products, KernelPath path, int width)
    {
        _weight = isTied ? null : nn.Parameter(empty(embedding.shape[0], width, device: embedding.device));
        _bias = nn.Parameter(zeros(embedding.shape[0], device: embedding.device));
        _classes = new SoftmaxClasses([TableRows.All(_weight ?? embedding)], _bias, products, path);
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
