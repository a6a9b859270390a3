using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Kernels.CrossEntropy;

/// <summary>The kernel by LibTorch's operations, for devices whose memory C# cannot reach. It never waits for the device.</summary>
internal static class TensorCrossEntropy
{
    private const long RowsAtOnce = 1024;

    /// <inheritdoc cref="LinearCrossEntropy"/>
    public static LossSums Measure(Tensor hidden, Tensor weight, Tensor bias, Tensor targets, bool predictions)
    {
        var losses = empty(targets.shape[0], device: hidden.device);
        var rows = predictions ? RowPredictions.Empty(targets.shape[0], hidden.device) : null;
        var hits = empty(targets.shape[0], ScalarType.Bool, hidden.device);
        foreach (var (start, count) in Chunks(targets.shape[0]))
        {
            using var chunk = NewDisposeScope();
            var some = targets.narrow(0, start, count);
            var logits = Logits(hidden.narrow(0, start, count).to(weight.dtype), weight, bias);
            var normaliser = logits.logsumexp(1);
            losses.narrow(0, start, count).copy_(PlainLosses(logits, normaliser, some));
            rows?.Fill(start, logits, normaliser, some);
            hits.narrow(0, start, count).copy_(logits.argmax(1).eq(some));
        }
        var plain = losses.sum(ScalarType.Float64);
        return new LossSums(stack([plain, plain, Count(targets), hits.sum(ScalarType.Float64)]), losses) { Predictions = rows };
    }

    /// <inheritdoc cref="LinearCrossEntropy"/>
    public static (LossSums Sums, Tensor HiddenGradient) Differentiate(
        Tensor hidden, Tensor weight, Tensor bias, (Tensor Weight, Tensor Bias)? gradients, Tensor targets, LossSettings loss)
    {
        var device = hidden.device;
        var losses = empty(targets.shape[0], device: device);
        var smoothed = zeros(1, ScalarType.Float64, device);
        var hiddenGradient = empty_like(hidden);
        var classWeights = loss.ClassWeights ?? ones(bias.shape[0], device: device);
        var spread = classWeights.Times(loss.Smoothing / bias.shape[0]); // [classes]: what smoothing gives to each
        foreach (var (start, count) in Chunks(targets.shape[0]))
        {
            using var chunk = NewDisposeScope();
            var (rows, some) = (hidden.narrow(0, start, count).to(weight.dtype), targets.narrow(0, start, count));
            var rowWeights = Scored(some);
            if (loss.RowWeights is { } given)
                rowWeights = rowWeights.mul(given.narrow(0, start, count));
            var classes = Classes(some);
            var own = classWeights.index_select(0, classes.squeeze(1)).Times(1 - loss.Smoothing); // [rows]: what stays with the target

            var logits = Logits(rows, weight, bias);
            var normaliser = logits.logsumexp(1);
            var plain = PlainLosses(logits, normaliser, some);
            var uniform = normaliser.mul(spread.sum()).sub_(logits.matmul(spread));
            losses.narrow(0, start, count).copy_(plain);
            smoothed.AddInPlace(plain.mul(own).AddInPlace(uniform).mul_(rowWeights).sum(ScalarType.Float64));

            var gradient = logits.sub_(normaliser.unsqueeze(1)).exp_().mul_(own.Plus(spread.sum()).unsqueeze(1)).sub_(spread);
            gradient.scatter_add_(1, classes, own.neg().unsqueeze(1));
            gradient.mul_(rowWeights.MultiplyInPlace(loss.Scale).unsqueeze(1));
            gradients?.Bias.AddInPlace(gradient.sum(dim: 0));
            gradient = gradient.to(weight.dtype); // [rows, classes]
            hiddenGradient.narrow(0, start, count).copy_(gradient.matmul(weight));
            gradients?.Weight.AddInPlace(gradient.t().matmul(rows));
        }
        var plainSum = losses.sum(ScalarType.Float64);
        return (new LossSums(stack([smoothed.squeeze(0), plainSum, Count(targets), zeros_like(plainSum)]), losses), hiddenGradient);
    }

    /// <summary>[rows, classes], float32.</summary>
    private static Tensor Logits(Tensor rows, Tensor weight, Tensor bias) => rows.matmul(weight.t()).to(ScalarType.Float32).Plus(bias);

    /// <summary>The losses without smoothing and weights, 0 where nothing is scored: [rows].</summary>
    private static Tensor PlainLosses(Tensor logits, Tensor normaliser, Tensor targets) =>
        normaliser.sub(logits.gather(1, Classes(targets)).squeeze(1)).mul_(Scored(targets));

    /// <summary>1 where a target is scored, otherwise 0: [rows], float32.</summary>
    private static Tensor Scored(Tensor targets) => targets.IsNot(LinearCrossEntropy.Ignored).to(ScalarType.Float32);

    private static Tensor Count(Tensor targets) => targets.IsNot(LinearCrossEntropy.Ignored).sum(ScalarType.Float64);

    /// <summary>The targets as classes, any class where none is scored: [rows, 1].</summary>
    private static Tensor Classes(Tensor targets) => targets.relu().unsqueeze(1);

    private static IEnumerable<(long Start, long Count)> Chunks(long rows)
    {
        for (long start = 0; start < rows; start += RowsAtOnce)
            yield return (start, Math.Min(RowsAtOnce, rows - start));
    }
}
