using Weft.Kernels.CrossEntropy;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Modeling.Outputs;

/// <summary>
/// Measures a batch by the probabilities of all tokens, a few rows at a time. A target's rank needs those of every tail, so nothing of
/// what <see cref="AdaptiveMeasurement"/> leaves out could be left out here.
/// </summary>
internal static class AdaptivePredictions
{
    private const long RowsAtOnce = 256;

    /// <summary>Measures the batch.</summary>
    /// <param name="hidden">[rows, dimension], float32.</param>
    /// <param name="targets">[rows], int64, on the same device.</param>
    /// <param name="logarithms">Gives the logarithms of all probabilities of some rows: [some rows, vocabulary], float32.</param>
    /// <returns>The sums, with predictions; the caller's scope owns them.</returns>
    public static LossSums Measure(Tensor hidden, Tensor targets, Func<Tensor, Tensor> logarithms)
    {
        var rows = hidden.shape[0];
        var isScored = targets.IsNot(LinearCrossEntropy.Ignored);
        var losses = zeros(rows, device: hidden.device);
        var predictions = RowPredictions.Empty(rows, hidden.device);
        for (long start = 0; start < rows; start += RowsAtOnce)
        {
            using var chunk = NewDisposeScope();
            var count = Math.Min(RowsAtOnce, rows - start);
            var (all, some) = (logarithms(hidden.narrow(0, start, count)), targets.narrow(0, start, count));
            var picked = all.gather(1, some.relu().unsqueeze(1)).squeeze(1);
            losses.narrow(0, start, count).copy_(picked.neg().mul(isScored.narrow(0, start, count)));
            predictions.Fill(start, all, normaliser: null, some);
        }
        var plain = losses.sum(ScalarType.Float64);
        var hits = predictions.Classes.eq(targets).logical_and(isScored).sum(ScalarType.Float64);
        return new LossSums(stack([plain, plain, isScored.sum(ScalarType.Float64), hits]), losses) { Predictions = predictions };
    }
}
