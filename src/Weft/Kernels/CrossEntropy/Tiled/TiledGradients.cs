using System.Buffers;
using Weft.Kernels.Parallel;
using static TorchSharp.torch;

namespace Weft.Kernels.CrossEntropy.Tiled;

/// <summary>
/// Differentiates a batch on the CPU. For some thousands of rows at a time: each tile of rows is multiplied, made into gradients of its
/// scores and into those of its hidden states; then the gradients of all these rows' scores are multiplied by the hidden states. Neither
/// part waits for the other within, and no sum of its own depends on the number of threads. (Products are MKL's, which on some processors takes
/// other kernels where there is one thread alone.)
/// </summary>
internal sealed class TiledGradients<T, TFormat>
    where T : unmanaged
    where TFormat : IScoreFormat<T>
{
    // How many classes, the most frequent ones, are always worked out; smaller vocabularies are as a whole.
    private const int FrequentClasses = 2048;

    // The gradients of the scores that are kept at once: far fewer than those of a batch, enough for efficient products.
    private const long KeptBytes = 48 << 20;

    // Tiles whose gradients are kept at once at least, so that two threads have work.
    private const int LeastTiles = 2;

    private readonly ScoreTiles<T, TFormat> _tiles;
    private readonly LossFactors _factors;
    private readonly TailSample _sample;
    private readonly double _logThreshold;
    private readonly int _frequent;
    private readonly Tensor _losses;
    private readonly TensorRows<float> _lossNumbers;
    private readonly double[] _smoothed;

    public TiledGradients(ScoreTiles<T, TFormat> tiles, LossSettings loss)
    {
        _tiles = tiles;
        _factors = new LossFactors(
            loss, loss.Smoothing > 0 ? WeightSum.Of<T, TFormat>(tiles.Weight, loss.ClassWeights) : null, tiles.Bias[..tiles.Classes]);
        _sample = new TailSample(loss.Filter.OneIn, loss.Key, loss.FirstRow);
        _logThreshold = Math.Log(loss.Filter.Threshold);
        _frequent = loss.Filter.OneIn == 1 || tiles.Classes <= 2 * FrequentClasses ? tiles.PaddedClasses : FrequentClasses;
        _losses = zeros(tiles.Rows);
        _lossNumbers = new TensorRows<float>(_losses);
        _smoothed = ArrayPool<double>.Shared.Rent(tiles.Rows);
        Array.Clear(_smoothed);
    }

    private bool HasTail => _frequent < _tiles.PaddedClasses;

    private int TailGroups => (_tiles.PaddedClasses - _frequent) / RowPasses.Group;

    /// <summary>Adds the gradients of weights and bias to others, where there are others; to be called once.</summary>
    /// <returns>The sums of losses, and the gradient of the hidden states, [rows, dimension], float32.</returns>
    public (LossSums Sums, Tensor HiddenGradient) AddTo((Tensor Weight, Tensor Bias)? gradients)
    {
        var hiddenGradient = empty_like(_tiles.Hidden);
        var hidden = new HiddenGradients<T, TFormat>(_tiles, _factors, _frequent, hiddenGradient);
        var most = Math.Min(RowsKept(), _tiles.Rows);
        using var kept = new KeptGradients<T>(
            _tiles.TilesIn(most),
            HasTail ? empty(most, _frequent, _tiles.Weight.dtype) : _tiles.EmptyProducts(most),
            empty(HasTail ? _sample.Most(most) : 0, _tiles.PaddedClasses - _frequent, _tiles.Weight.dtype));
        var pool = new BufferPool<GradientBuffers>(_tiles.TilesIn(most), () => new GradientBuffers(
            HasTail ? _tiles.EmptyProducts(_tiles.RowsInTile) : null, _tiles.PaddedClasses, _tiles.RowsInTile,
            _sample.Most(TailGroups), _tiles.Weight));
        for (var first = 0; first < _tiles.Rows; first += most)
        {
            using var scope = NewDisposeScope();
            var rows = Math.Min(most, _tiles.Rows - first);
            kept.Begin(first, rows, HasTail ? _sample.Rows(first, rows) : ArraySegment<int>.Empty);
            ParallelBlocks.Run(_tiles.TilesIn(rows), tile =>
            {
                var buffers = pool.Take();
                Differentiate(tile, kept, buffers, hidden);
                pool.Return(buffers);
            });
            if (gradients is { } wanted)
                new WeightGradients<T, TFormat>(_tiles, _factors, kept).AddTo(wanted);
        }
        var sums = _tiles.Sums(_losses, _smoothed, correct: 0);
        ArrayPool<double>.Shared.Return(_smoothed);
        return (sums, hiddenGradient);
    }

    /// <summary>How many rows' gradients are kept at once: whole tiles.</summary>
    private int RowsKept()
    {
        var numbers = _frequent + _sample.Most(_tiles.PaddedClasses - _frequent);
        var rows = KeptBytes / ((long)numbers * (_tiles.Weight.dtype == ScalarType.Float32 ? sizeof(float) : sizeof(ushort)));
        return (int)Math.Max(LeastTiles, Math.Min(rows, int.MaxValue) / _tiles.RowsInTile) * _tiles.RowsInTile;
    }

    private void Differentiate(int tile, KeptGradients<T> kept, GradientBuffers buffers, HiddenGradients<T, TFormat> hidden)
    {
        var start = tile * _tiles.RowsInTile;
        var count = Math.Min(_tiles.RowsInTile, kept.Rows - start);
        var first = kept.First + start;
        using var frequent = kept.Frequent.narrow(0, start, count);
        using var own = buffers.Products?.narrow(0, 0, count);
        var products = own ?? frequent;
        _tiles.Multiply(first, products);

        var groups = HasTail ? _sample.Groups(first, TailGroups, buffers.Groups) : ArraySegment<int>.Empty;
        var rows = new TileRows(new TensorRows<T>(products), new TensorRows<T>(frequent), new TensorRows<T>(buffers.ChosenGradient), groups);
        for (var i = 0; i < count; i++)
            DifferentiateRow(first + i, i, tile, rows, kept, buffers);

        hidden.Write(first, frequent, groups, buffers, kept.SinglesOf(tile));
    }

    private void DifferentiateRow(int row, int i, int tile, TileRows rows, KeptGradients<T> kept, GradientBuffers buffers)
    {
        var frequent = rows.Frequent[i][.._frequent];
        var ofTail = kept.RarerOf(row);
        var chosen = rows.Chosen[i][..(rows.Groups.Count * RowPasses.Group)];
        if (_tiles.Target(row) is not { } target)
        {
            frequent.Clear();
            ofTail.Clear();
            chosen.Clear();
            return;
        }
        ReadOnlySpan<T> products = rows.Products[i];
        var (_, normaliser) = _tiles.Look(products, buffers.Highest);
        var loss = normaliser - _tiles.Score(products, target);
        _lossNumbers[0][row] = loss;
        _smoothed[row] = _factors.Smoothed(row, target, loss, normaliser, _tiles.HiddenRow(row));
        kept.Add(tile, new SparseGradient(row, target, (float)_factors.AtTarget(row, target)));

        var (factor, weighted) = ((float)_factors.OfProbabilities(row, target), (float)(_factors.OfProbabilities(row, target) * _sample.Weight));
        if (HasTail)
        {
            var limit = (float)(normaliser + _logThreshold);
            buffers.Large.Clear();
            RowPasses.FindAbove<T, TFormat>(products, _tiles.Bias, buffers.Highest, _frequent, limit, buffers.Large);
            foreach (var (classNumber, score) in buffers.Large)
                kept.Add(tile, new SparseGradient(row, classNumber, factor * MathF.Exp(score - normaliser)));
            if (!ofTail.IsEmpty)
                RowPasses.StoreProbabilities<T, TFormat>(products[_frequent..], _tiles.Bias[_frequent..], normaliser, weighted, limit, ofTail);
            for (var group = 0; group < rows.Groups.Count; group++)
            {
                var start = _frequent + rows.Groups[group] * RowPasses.Group;
                RowPasses.StoreProbabilities<T, TFormat>(
                    products.Slice(start, RowPasses.Group), _tiles.Bias.Slice(start, RowPasses.Group), normaliser, weighted, limit,
                    chosen.Slice(group * RowPasses.Group, RowPasses.Group));
            }
        }
        RowPasses.StoreProbabilities<T, TFormat>(
            products[.._frequent], _tiles.Bias[.._frequent], normaliser, factor, float.PositiveInfinity, frequent);
    }

    private readonly record struct TileRows(TensorRows<T> Products, TensorRows<T> Frequent, TensorRows<T> Chosen, ArraySegment<int> Groups);
}
