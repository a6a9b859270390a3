using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Kernels;

/// <summary>The softmax by LibTorch's operations, for devices whose memory C# cannot reach.</summary>
internal sealed class TensorSoftmaxRows(SoftmaxTask task) : SoftmaxRows
{
    private readonly Tensor _biasGradient = zeros_like(task.Bias);
    private readonly Tensor _smoothed = zeros(1, ScalarType.Float64, task.Bias.device);
    private readonly Tensor _correct = zeros(1, ScalarType.Int64, task.Bias.device);
    private readonly Tensor _losses = zeros(task.Targets.shape[0], ScalarType.Float32, task.Bias.device);

    public override void Measure(Tensor product, int start)
    {
        using var scope = NewDisposeScope();
        var logits = Logits(product);
        var targets = task.Targets.narrow(0, start, product.shape[0]);
        _correct.AddInPlace(logits.argmax(1).eq(targets).sum());
        AddLosses(logits, logits.logsumexp(1), targets, start);
    }

    public override Tensor Differentiate(Tensor product, int start)
    {
        using var scope = NewDisposeScope();
        var logits = Logits(product);
        var targets = task.Targets.narrow(0, start, product.shape[0]);
        var normaliser = logits.logsumexp(1);
        AddLosses(logits, normaliser, targets, start);

        var classes = Classes(targets);
        var gradient = SafeArithmetic.With(task.Smoothing / logits.shape[1], logits.sub_(normaliser.unsqueeze(1)).exp_().sub_);
        gradient.scatter_add_(1, classes, ones_like(classes, ScalarType.Float32).MultiplyInPlace(task.Smoothing - 1));
        gradient.mul_(Scored(targets).Times(task.Scale).unsqueeze(1));
        _biasGradient.AddInPlace(gradient.sum(dim: 0));
        return product.copy_(gradient);
    }

    public override void AddBiasGradientTo(Tensor gradient) => gradient.AddInPlace(_biasGradient);

    public override LossSums Sums() => new(
        _smoothed.item<double>(),
        _losses.sum(ScalarType.Float64).item<double>(),
        task.Targets.IsNot(LinearCrossEntropy.Ignored).sum().item<long>(),
        _correct.item<long>(),
        _losses);

    // A copy in float32, also of a float32 product: the argument stays the caller's.
    private Tensor Logits(Tensor product) => product.to(ScalarType.Float32).Plus(task.Bias); // [rows, vocabulary]

    private void AddLosses(Tensor logits, Tensor normaliser, Tensor targets, int start)
    {
        var scored = Scored(targets);
        var picked = logits.gather(1, Classes(targets)).squeeze(1);
        var plain = (normaliser - picked).mul_(scored);
        var uniform = (normaliser - logits.mean([1])).mul_(scored);
        _losses.narrow(0, start, targets.shape[0]).copy_(plain);
        _smoothed.AddInPlace(plain.Times(1 - task.Smoothing).Plus(uniform.Times(task.Smoothing)).sum(ScalarType.Float64));
    }

    /// <summary>1 where a target is scored, otherwise 0: [rows], float32.</summary>
    private static Tensor Scored(Tensor targets) => targets.IsNot(LinearCrossEntropy.Ignored).to(ScalarType.Float32);

    /// <summary>The targets as classes, any class where none is scored: [rows, 1].</summary>
    private static Tensor Classes(Tensor targets) => targets.relu().unsqueeze(1);
}
