using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Weft.Kernels;

/// <summary>
/// The decoder's product, the softmax, the label-smoothed cross-entropy and all their gradients, a few rows at a time:
/// the scores of a whole batch, [tokens, vocabulary], never exist at once. Smoothing is PyTorch's: eps / K on every class
/// (Szegedy et al. 2016, section 7).
/// </summary>
public static class LinearCrossEntropy
{
    /// <summary>A target that is not scored.</summary>
    public const long Ignored = -100;

    // 256 rows of 33,000 floats are 34 MB: they stay in the allocator's arena, where 2,048 rows fault in new pages every time.
    private const int RowsAtOnce = 256;

    /// <summary>Scores hidden states against their targets.</summary>
    /// <param name="hidden">[rows, dimension], float32.</param>
    /// <param name="decoder">Weights [vocabulary, dimension] and bias [vocabulary], float32.</param>
    /// <param name="targets">[rows], int64; <see cref="Ignored"/> where nothing is to be scored.</param>
    /// <param name="precision">The type in which the product is taken; the softmax is always float32.</param>
    public static LossSums Measure(Tensor hidden, (Parameter Weight, Parameter Bias) decoder, Tensor targets, ScalarType precision)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var weight = decoder.Weight.to(precision);
        var rows = new List<Tensor>();
        var correct = zeros(1, ScalarType.Int64, hidden.device);
        foreach (var (start, count) in Chunks(hidden.shape[0]))
        {
            using var chunk = NewDisposeScope();
            var rowTargets = targets.narrow(0, start, count);
            var logits = Logits(hidden.narrow(0, start, count).to(precision), weight, decoder.Bias);
            correct.add_(logits.argmax(1).eq(rowTargets).sum());
            var scored = rowTargets.ne(Ignored);
            var picked = logits.gather(1, rowTargets.clamp_min(0).unsqueeze(1)).squeeze(1);
            rows.Add((logits.logsumexp(1) - picked).mul_(scored).MoveToOuterDisposeScope());
        }
        var losses = cat(rows);
        var scoredTargets = targets.ne(Ignored).sum().item<long>();
        var sum = losses.sum(ScalarType.Float64).item<double>();
        return new LossSums(sum, sum, scoredTargets, correct.item<long>(), losses.MoveToOuterDisposeScope());
    }

    /// <summary>Scores hidden states and adds the gradients of the scaled, smoothed loss to the decoder's <c>grad</c>.</summary>
    /// <param name="hidden">[rows, dimension], float32, without gradient history.</param>
    /// <param name="decoder">Weights and bias; a gradient that is missing is created.</param>
    /// <param name="targets">[rows], int64.</param>
    /// <param name="smoothing">Label smoothing eps, 0 to 1.</param>
    /// <param name="scale">What the sum of losses is multiplied by: one over the step's number of targets.</param>
    /// <param name="precision">The type in which products are taken.</param>
    /// <returns>The sums, not scaled, and the gradient with respect to <paramref name="hidden"/>.</returns>
    public static (LossSums Sums, Tensor HiddenGradient) Differentiate(
        Tensor hidden, (Parameter Weight, Parameter Bias) decoder, Tensor targets, double smoothing, double scale, ScalarType precision)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var weight = decoder.Weight.to(precision);
        var (weightGradient, biasGradient) = (GradientOf(decoder.Weight), GradientOf(decoder.Bias));
        var hiddenGradient = empty_like(hidden);
        var plain = new List<Tensor>();
        var smoothed = zeros(1, ScalarType.Float64, hidden.device);
        foreach (var (start, count) in Chunks(hidden.shape[0]))
        {
            using var chunk = NewDisposeScope();
            var rowHidden = hidden.narrow(0, start, count).to(precision);
            var rowTargets = targets.narrow(0, start, count);
            var scored = rowTargets.ne(Ignored);
            var classes = rowTargets.clamp_min(0).unsqueeze(1); // [rows, 1]

            var logits = Logits(rowHidden, weight, decoder.Bias);
            var normaliser = logits.logsumexp(1);
            var nll = (normaliser - logits.gather(1, classes).squeeze(1)).mul_(scored);
            var uniform = (normaliser - logits.mean([1])).mul_(scored);
            smoothed.add_((nll * (1 - smoothing) + uniform * smoothing).sum(ScalarType.Float64));
            plain.Add(nll.MoveToOuterDisposeScope());

            // d loss / d logits = softmax - eps / K - (1 - eps) at the target; the scores' own memory takes it.
            var gradient = logits.sub_(normaliser.unsqueeze(1)).exp_().sub_(smoothing / logits.shape[1]);
            gradient.scatter_add_(1, classes, full_like(classes, smoothing - 1, ScalarType.Float32));
            gradient.mul_((scored * scale).to(ScalarType.Float32).unsqueeze(1));

            biasGradient.add_(gradient.sum(dim: 0));
            var factor = gradient.to(precision);
            hiddenGradient.narrow(0, start, count).copy_(factor.matmul(weight));
            if (precision == ScalarType.Float32)
                weightGradient.addmm_(factor.t(), rowHidden);
            else
                weightGradient.add_(factor.t().matmul(rowHidden));
        }
        var losses = cat(plain);
        var sums = new LossSums(
            smoothed.item<double>(),
            losses.sum(ScalarType.Float64).item<double>(),
            targets.ne(Ignored).sum().item<long>(),
            Correct: null,
            losses.MoveToOuterDisposeScope());
        return (sums, hiddenGradient.MoveToOuterDisposeScope());
    }

    private static Tensor Logits(Tensor hidden, Tensor weight, Tensor bias) => hidden.dtype == ScalarType.Float32
        ? addmm(bias, hidden, weight.t(), beta: 1, alpha: 1)
        : hidden.matmul(weight.t()).to(ScalarType.Float32).add_(bias); // [rows, vocabulary]

    private static Tensor GradientOf(Parameter parameter)
    {
        parameter.grad ??= zeros_like(parameter).DetachFromDisposeScope();
        return parameter.grad;
    }

    private static IEnumerable<(long Start, long Count)> Chunks(long rows)
    {
        for (long start = 0; start < rows; start += RowsAtOnce)
            yield return (start, Math.Min(RowsAtOnce, rows - start));
    }
}
