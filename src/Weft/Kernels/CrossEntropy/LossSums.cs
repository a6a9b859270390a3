using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Kernels.CrossEntropy;

/// <summary>
/// What the loss of a batch adds up to; sums and counts, so that they can be added over batches and workers. They stay where the batch
/// was worked on until somebody looks at one: that waits for the device.
/// </summary>
internal sealed class LossSums : IDisposable
{
    private double[]? _read;

    /// <param name="totals">Smoothed losses, plain losses, scored targets, hits: [4], float64.</param>
    /// <param name="rows">The plain loss of each row, 0 where it is not scored: [rows], float32.</param>
    internal LossSums(Tensor totals, Tensor rows) => (Totals, Rows) = (totals, rows);

    /// <summary>The sums of no rows; they belong to the caller's scope.</summary>
    internal static LossSums None() => new(zeros(4, ScalarType.Float64), zeros(0, ScalarType.Float32));

    /// <summary>The plain loss of each row, 0 where it is not scored: [rows], float32.</summary>
    public Tensor Rows { get; }

    /// <summary>What was predicted in each row, where that was asked for.</summary>
    public RowPredictions? Predictions { get; init; }

    /// <summary>Sum of the label-smoothed, weighted losses, nats.</summary>
    public double Smoothed => Read()[0];

    /// <summary>Sum of the plain negative log-likelihoods, nats.</summary>
    public double NegativeLogLikelihood => Read()[1];

    /// <summary>Number of scored targets.</summary>
    public long Targets => (long)Read()[2];

    /// <summary>Number of targets that had the highest score: counted by measuring, not by differentiating.</summary>
    public long Correct => (long)Read()[3];

    /// <summary>The sums where the batch was worked on: [4], float64.</summary>
    internal Tensor Totals { get; }

    /// <summary>Adds the losses of other rows of the same targets: the number of targets stays.</summary>
    internal void AddLosses(LossSums other)
    {
        using var losses = Totals.narrow(0, 0, 2);
        using var others = other.Totals.narrow(0, 0, 2);
        losses.AddInPlace(others);
        _read = null;
    }

    /// <summary>Hands all tensors to the scope around the present one.</summary>
    internal LossSums MoveToOuterDisposeScope()
    {
        Totals.MoveToOuterDisposeScope();
        Rows.MoveToOuterDisposeScope();
        Predictions?.MoveToOuterDisposeScope();
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Totals.Dispose();
        Rows.Dispose();
        Predictions?.Dispose();
    }

    private double[] Read()
    {
        if (_read is not null)
            return _read;
        using var here = Totals.cpu();
        return _read = TensorMemory.Span<double>(here).ToArray();
    }
}
