using Weft.Kernels.CrossEntropy;
using Weft.Modeling.Outputs;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Tasks.Classification.Scores;

/// <summary>
/// Scores as targets: each is shared by two classes. The loss is the Kullback-Leibler divergence of the model's probabilities from these shares, 0 where
/// they are the same. A target is the number of a score among the corpus's labels.
/// </summary>
/// <param name="bins">The classes.</param>
/// <param name="scores">The corpus's scores, by their numbers.</param>
internal sealed class ScoreTargets(ScoreBins bins, double[] scores) : ILabelTargets
{
    /// <inheritdoc/>
    public (LossSums Sums, Tensor HiddenGradient) Differentiate(OutputLayer output, Tensor hidden, Tensor targets, LossSettings loss)
    {
        // Each text is two rows, one for each of its classes, which count as their shares say.
        var shares = SharesOf(targets, hidden.device);
        var counts = loss.RowWeights is null ? shares.Weights : shares.Weights.mul(cat([loss.RowWeights, loss.RowWeights]));
        var (sums, gradient) = output.Differentiate(cat([hidden, hidden]), shares.Classes, loss with { RowWeights = counts });
        var rows = hidden.shape[0];
        return (Joined(sums, shares), gradient.narrow(0, 0, rows).Plus(gradient.narrow(0, rows, rows)));
    }

    /// <inheritdoc/>
    public LossSums Measure(OutputLayer output, Tensor hidden, Tensor targets)
    {
        var shares = SharesOf(targets, hidden.device);
        return Joined(output.Measure(cat([hidden, hidden]), shares.Classes), shares);
    }

    /// <summary>How many training texts each class has, a shared one in parts.</summary>
    /// <param name="counts">How many texts have each score.</param>
    public long[] CountClasses(IReadOnlyList<long> counts)
    {
        var parts = new double[bins.Count];
        foreach (var (score, count) in scores.Zip(counts))
        {
            var (lower, above) = bins.Place(score);
            parts[lower] += (1 - above) * count;
            parts[lower + 1] += above * count;
        }
        return [.. parts.Select(part => (long)Math.Round(part))];
    }

    // Two rows of a text are one again.
    private static LossSums Joined(LossSums sums, Shares shares)
    {
        var rows = shares.Entropies.shape[0];
        var weighted = sums.Rows.mul(shares.Weights);
        var losses = weighted.narrow(0, 0, rows).Plus(weighted.narrow(0, rows, rows)).sub(shares.Entropies);
        var totals = stack([sums.Totals[0], losses.sum(ScalarType.Float64), tensor((double)rows, device: losses.device), tensor(0.0, device: losses.device)]);
        return new LossSums(totals, losses);
    }

    private Shares SharesOf(Tensor targets, Device device)
    {
        var numbers = TensorMemory.Span<long>(targets.contiguous());
        var (classes, weights, entropies) = (new long[2 * numbers.Length], new float[2 * numbers.Length], new float[numbers.Length]);
        for (var row = 0; row < numbers.Length; row++)
        {
            var (lower, above) = bins.Place(scores[numbers[row]]);
            (classes[row], classes[numbers.Length + row]) = (lower, lower + 1);
            (weights[row], weights[numbers.Length + row]) = ((float)(1 - above), (float)above);
            entropies[row] = above is 0 or 1 ? 0 : (float)-(above * Math.Log(above) + (1 - above) * Math.Log(1 - above));
        }
        return new Shares(tensor(classes), tensor(weights, device: device), tensor(entropies, device: device));
    }

    /// <param name="Classes">[2 · rows], on the CPU: the lower classes, then the upper ones.</param>
    /// <param name="Weights">[2 · rows]: their shares.</param>
    /// <param name="Entropies">[rows]: what no model can have less of in its cross entropy.</param>
    private readonly record struct Shares(Tensor Classes, Tensor Weights, Tensor Entropies);
}
