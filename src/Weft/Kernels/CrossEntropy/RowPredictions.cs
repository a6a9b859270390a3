using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Kernels.CrossEntropy;

/// <summary>What a measurement says of each row beside its loss. Rows that are not scored say 0 everywhere.</summary>
internal sealed class RowPredictions : IDisposable
{
    /// <summary>The class with the highest score, the first of several: [rows], int64.</summary>
    public required Tensor Classes { get; init; }

    /// <summary>That class's probability, the confidence of the prediction: [rows], float32.</summary>
    public required Tensor Confidences { get; init; }

    /// <summary>How many classes come before the target: those with higher scores, and those with the same score and a lower number.
    /// 0 is a hit, below 5 is among the first five: [rows], int64.</summary>
    public required Tensor Ranks { get; init; }

    /// <summary>Room for some rows, all zeros.</summary>
    internal static RowPredictions Empty(long rows, Device? device = null) => new()
    {
        Classes = zeros(rows, ScalarType.Int64, device),
        Confidences = zeros(rows, device: device),
        Ranks = zeros(rows, ScalarType.Int64, device),
    };

    /// <summary>Fills in some rows by LibTorch's operations.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="scores">[some rows, classes], float32.</param>
    /// <param name="normaliser">The logarithm of the sum of each row's exponentials, [some rows]; null where the scores are logarithms of probabilities.</param>
    /// <param name="targets">[some rows], int64, on the scores' device.</param>
    internal void Fill(long start, Tensor scores, Tensor? normaliser, Tensor targets)
    {
        using var scope = NewDisposeScope();
        var (count, isScored) = (targets.shape[0], targets.IsNot(LinearCrossEntropy.Ignored));
        var (classes, own) = (scores.argmax(1), targets.relu().unsqueeze(1));
        var best = scores.gather(1, classes.unsqueeze(1)).squeeze(1);
        var confidences = (normaliser is null ? best : best.sub(normaliser)).exp();
        var target = scores.gather(1, own);
        var numbers = SafeArithmetic.With(scores.shape[1], count => arange(count, ScalarType.Int64, scores.device)); // [classes]
        var isBefore = numbers.lt(own); // [some rows, classes]
        var ranks = scores.gt(target).logical_or_(scores.eq(target).logical_and_(isBefore)).sum(dim: 1);
        Classes.narrow(0, start, count).copy_(classes.mul(isScored));
        Confidences.narrow(0, start, count).copy_(confidences.mul(isScored));
        Ranks.narrow(0, start, count).copy_(ranks.mul(isScored));
    }

    /// <summary>Hands the tensors to the scope around the present one.</summary>
    internal void MoveToOuterDisposeScope()
    {
        Classes.MoveToOuterDisposeScope();
        Confidences.MoveToOuterDisposeScope();
        Ranks.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Classes.Dispose();
        Confidences.Dispose();
        Ranks.Dispose();
    }
}
