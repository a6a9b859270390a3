using System.Buffers;
using static TorchSharp.torch;

namespace Weft.Kernels;

/// <summary>The softmax by vector instructions; its results do not depend on the number of threads.</summary>
internal sealed class SimdSoftmaxRows : SoftmaxRows
{
    // Each block of a chunk's rows sums the bias's gradient apart, so that the order of additions is fixed.
    private const int Blocks = 32;

    private readonly SoftmaxTask _task;
    private readonly Tensor _losses;
    private readonly TensorRows<float> _rowLosses;
    private readonly TensorRows<long> _targets;
    private readonly TensorRows<float> _bias;
    private readonly double[] _smoothed;
    private readonly float[]?[] _biasGradients = new float[Blocks][];
    private int _correct;

    public SimdSoftmaxRows(SoftmaxTask task)
    {
        _task = task;
        _losses = zeros(task.Targets.shape[0]);
        _rowLosses = new TensorRows<float>(_losses);
        _targets = new TensorRows<long>(task.Targets);
        _bias = new TensorRows<float>(task.Bias);
        _smoothed = new double[task.Targets.shape[0]];
    }

    public override void Measure(Tensor product, int start) => Each(product, start, differentiate: false);

    public override Tensor Differentiate(Tensor product, int start)
    {
        Each(product, start, differentiate: true);
        return product;
    }

    public override void AddBiasGradientTo(Tensor gradient)
    {
        var total = new TensorRows<float>(gradient)[0];
        foreach (var part in _biasGradients.OfType<float[]>())
        {
            System.Numerics.Tensors.TensorPrimitives.Add(total, part.AsSpan(0, total.Length), total);
            ArrayPool<float>.Shared.Return(part);
        }
        Array.Clear(_biasGradients);
    }

    public override LossSums Sums()
    {
        var (plain, targets) = (0.0, 0L);
        foreach (var loss in _rowLosses[0])
            plain += loss;
        foreach (var target in _targets[0])
            targets += target == LinearCrossEntropy.Ignored ? 0 : 1;
        return new LossSums(_smoothed.Sum(), plain, targets, _correct, _losses);
    }

    private void Each(Tensor product, int start, bool differentiate)
    {
        if (product.dtype == ScalarType.Float32)
            Each<float, Float32Format>(product, start, differentiate);
        else
            Each<ushort, BFloat16Format>(product, start, differentiate);
    }

    private void Each<T, TFormat>(Tensor product, int start, bool differentiate)
        where T : unmanaged
        where TFormat : IScoreFormat<T>
    {
        var (rows, vocabulary) = ((int)product.shape[0], (int)product.shape[1]);
        var products = new TensorRows<T>(product);
        var rowsInBlock = (rows + Blocks - 1) / Blocks;
        ParallelBlocks.Run((rows + rowsInBlock - 1) / rowsInBlock, block =>
        {
            var scores = ArrayPool<float>.Shared.Rent(vocabulary);
            var biasGradient = differentiate ? (_biasGradients[block] ??= RentZeros(vocabulary)).AsSpan(0, vocabulary) : [];
            for (var row = block * rowsInBlock; row < Math.Min(rows, (block + 1) * rowsInBlock); row++)
                One<T, TFormat>(products[row], start + row, scores.AsSpan(0, vocabulary), biasGradient);
            ArrayPool<float>.Shared.Return(scores);
        });
        GC.KeepAlive(product);
    }

    private static float[] RentZeros(int count)
    {
        var rented = ArrayPool<float>.Shared.Rent(count);
        rented.AsSpan(0, count).Clear();
        return rented;
    }

    /// <summary>One row; its gradient is written where there is a bias gradient to add to.</summary>
    private void One<T, TFormat>(Span<T> product, int row, Span<float> scores, Span<float> biasGradient)
        where T : unmanaged
        where TFormat : IScoreFormat<T>
    {
        if (_targets[0][row] == LinearCrossEntropy.Ignored)
        {
            product.Clear();
            return;
        }
        var target = checked((int)_targets[0][row]);
        var (highest, total) = SoftmaxRow.Load<T, TFormat>(product, _bias[0], scores);
        var picked = scores[target];
        // Of equal scores the first counts as the highest.
        if (biasGradient.IsEmpty && picked == highest && !scores[..target].Contains(highest))
            Interlocked.Increment(ref _correct);
        var sum = SoftmaxRow.Exponentiate(scores, highest);
        var normaliser = highest + Math.Log(sum);
        _rowLosses[0][row] = (float)(normaliser - picked);
        _smoothed[row] = (1 - _task.Smoothing) * (normaliser - picked) + _task.Smoothing * (normaliser - total / scores.Length);
        if (biasGradient.IsEmpty)
            return;
        scores[target] -= (float)((1 - _task.Smoothing) * sum);
        var uniform = (float)(_task.Scale * _task.Smoothing / scores.Length);
        SoftmaxRow.Store<T, TFormat>(scores, (float)(_task.Scale / sum), uniform, biasGradient, product);
    }
}
