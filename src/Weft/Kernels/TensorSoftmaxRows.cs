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
        _correct.add_(logits.argmax(1).eq(targets).sum());
        AddLosses(logits, logits.logsumexp(1), targets, start);
    }

    public override Tensor Differentiate(Tensor product, int start)
    {
        using var scope = NewDisposeScope();
        var logits = Logits(product);
        var targets = task.Targets.narrow(0, start, product.shape[0]);
        var normaliser = logits.logsumexp(1);
        AddLosses(logits, normaliser, targets, start);

        var classes = targets.clamp_min(0).unsqueeze(1); // [rows, 1]
        var gradient = logits.sub_(normaliser.unsqueeze(1)).exp_().sub_(task.Smoothing / logits.shape[1]);
        gradient.scatter_add_(1, classes, full_like(classes, task.Smoothing - 1, ScalarType.Float32));
        gradient.mul_((targets.ne(LinearCrossEntropy.Ignored) * task.Scale).to(ScalarType.Float32).unsqueeze(1));
        _biasGradient.add_(gradient.sum(dim: 0));
        return product.copy_(gradient);
    }

    public override void AddBiasGradientTo(Tensor gradient) => gradient.add_(_biasGradient);

    public override LossSums Sums() => new(
        _smoothed.item<double>(),
        _losses.sum(ScalarType.Float64).item<double>(),
        task.Targets.ne(LinearCrossEntropy.Ignored).sum().item<long>(),
        _correct.item<long>(),
        _losses);

    // A copy in float32, also of a float32 product: the argument stays the caller's.
    private Tensor Logits(Tensor product) => product.to(ScalarType.Float32).add(task.Bias); // [rows, vocabulary]

    private void AddLosses(Tensor logits, Tensor normaliser, Tensor targets, int start)
    {
        var scored = targets.ne(LinearCrossEntropy.Ignored);
        var picked = logits.gather(1, targets.clamp_min(0).unsqueeze(1)).squeeze(1);
        var plain = (normaliser - picked).mul_(scored);
        var uniform = (normaliser - logits.mean([1])).mul_(scored);
        _losses.narrow(0, start, targets.shape[0]).copy_(plain);
        _smoothed.add_((plain * (1 - task.Smoothing) + uniform * task.Smoothing).sum(ScalarType.Float64));
    }
}
