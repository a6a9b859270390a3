using System.Diagnostics;
using TorchSharp;
using Weft.Kernels.CrossEntropy;
using Weft.Runtime;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Kernels.Autotuning;

/// <summary>
/// The decoder's kernel on a batch of the usual size. Few rows at a time go over the weights and their gradient often; many let the scores
/// fall out of the cache, or leave threads without a tile.
/// </summary>
internal sealed class HeadTrial : IDisposable
{
    /// <summary>With fewer columns the scores fit in any cache and the trial says nothing.</summary>
    public const int FewestColumns = 2048;

    private const int MostColumns = 32_768;
    private const int Rows = 2048;
    private const int Dimension = 128;
    private const double SecondsAtMost = 0.04;
    private const double Smoothing = 0.1;

    private readonly DisposeScope _tensors = NewDisposeScope();
    private readonly Tensor _hidden;
    private readonly (Tensor Weight, Tensor Bias) _decoder;
    private readonly (Tensor Weight, Tensor Bias) _gradients;
    private readonly Tensor _targets;
    private readonly ScalarType _type;

    public HeadTrial(int columns, Precision precision)
    {
        _type = precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        // Nothing random: a training's stream of random numbers is not to depend on whether its machine was measured first.
        _hidden = ones(Rows, Dimension).MultiplyInPlace(0.01);
        _decoder = (ones(columns, Dimension).MultiplyInPlace(0.01).to(_type), zeros(columns));
        _gradients = (zeros(columns, Dimension), zeros(columns));
        _targets = zeros(Rows, ScalarType.Int64);
        // Probabilities fall as one over the rank, as those of words do: a kernel may skip what is too small to count.
        var bias = TensorMemory.Span<float>(_decoder.Bias);
        for (var column = 0; column < columns; column++)
            bias[column] = -MathF.Log(column + 1);
        var targets = TensorMemory.Span<long>(_targets);
        for (var row = 0; row < Rows; row++)
            targets[row] = row % columns;
    }

    /// <summary>A vocabulary whose products take a few hundredths of a second at this speed, in GFLOP/s.</summary>
    public static int ColumnsFor(double speed)
    {
        // Three products of a multiplication and an addition each.
        var columns = speed * 1e9 * SecondsAtMost / (6.0 * Rows * Dimension);
        return (int)Math.Min(MostColumns, columns) / 256 * 256;
    }

    /// <summary>Does the work once, so many rows at a time.</summary>
    public double Seconds(int rowsAtOnce)
    {
        KernelSettings.RowsAtOnce = rowsAtOnce;
        using var scope = NewDisposeScope();
        var time = Stopwatch.StartNew();
        LinearCrossEntropy.Differentiate(_hidden, _decoder, _gradients, _targets, new LossSettings(Smoothing, 1.0 / Rows) { Filter = new GradientFilterOptions() }, _type);
        return time.Elapsed.TotalSeconds;
    }

    public void Dispose() => _tensors.Dispose();
}
