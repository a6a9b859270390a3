using System.Diagnostics;
using static TorchSharp.torch;

namespace Weft.Runtime.Calibration;

/// <summary>
/// The work of the decoder's kernel in LibTorch's own operations: for some rows at a time the scores, a pass over them like the
/// softmax's, and the gradients of hidden states and weights. Few rows at a time go over the weights' gradient often; many let the
/// scores fall out of the cache.
/// </summary>
internal sealed class HeadTrial : IDisposable
{
    /// <summary>With fewer columns the scores fit in any cache and the trial says nothing.</summary>
    public const int FewestColumns = 4096;

    private const int MostColumns = 32_768;
    private const int Rows = 1024;
    private const int Dimension = 128;
    private const double SecondsAtMost = 0.04;

    private readonly ScalarType _type;
    private readonly Tensor _hidden;
    private readonly Tensor _weight;
    private readonly Tensor _weightGradient;

    public HeadTrial(int columns, Precision precision)
    {
        _type = precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        using var scope = NewDisposeScope();
        // Small enough that the exponentials of the scores are ordinary numbers.
        _hidden = ones(Rows, Dimension).MultiplyInPlace(0.01).to(_type).DetachFromDisposeScope();
        _weight = ones(columns, Dimension).MultiplyInPlace(0.01).to(_type).DetachFromDisposeScope();
        _weightGradient = zeros(columns, Dimension).DetachFromDisposeScope();
    }

    /// <summary>A vocabulary whose products take a few hundredths of a second at this speed, in GFLOP/s.</summary>
    public static int ColumnsFor(double speed)
    {
        // Three products of a multiplication and an addition each.
        var columns = speed * 1e9 * SecondsAtMost / (6.0 * Rows * Dimension);
        return (int)Math.Min(MostColumns, columns) / 256 * 256;
    }

    /// <summary>Does the work once.</summary>
    public double Seconds(int rowsAtOnce)
    {
        var time = Stopwatch.StartNew();
        for (var start = 0; start < Rows; start += rowsAtOnce)
        {
            using var scope = NewDisposeScope();
            var rows = _hidden.narrow(0, start, Math.Min(rowsAtOnce, Rows - start));
            var scores = rows.matmul(_weight.t()); // [rows, columns]
            scores.exp_();
            scores.matmul(_weight);
            if (_type == ScalarType.Float32)
                _weightGradient.addmm_(scores.t(), rows);
            else
                _weightGradient.AddInPlace(scores.t().matmul(rows));
        }
        return time.Elapsed.TotalSeconds;
    }

    public void Dispose()
    {
        _hidden.Dispose();
        _weight.Dispose();
        _weightGradient.Dispose();
    }
}
