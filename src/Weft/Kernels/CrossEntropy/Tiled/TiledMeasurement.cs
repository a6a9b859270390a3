using Weft.Kernels.Parallel;
using static TorchSharp.torch;

namespace Weft.Kernels.CrossEntropy.Tiled;

/// <summary>Measures a batch on the CPU, tile by tile.</summary>
/// <param name="tiles">The scores.</param>
/// <param name="predictions">Whether to say what was predicted in each row too.</param>
internal sealed class TiledMeasurement<T, TFormat>(ScoreTiles<T, TFormat> tiles, bool predictions)
    where T : unmanaged
    where TFormat : IScoreFormat<T>
{
    private readonly Tensor _losses = zeros(tiles.Rows);
    private readonly RowPredictions? _predictions = predictions ? RowPredictions.Empty(tiles.Rows) : null;
    private int _correct;

    /// <summary>Measures all rows; to be asked for once.</summary>
    public LossSums Sums()
    {
        var losses = new TensorRows<float>(_losses);
        var number = tiles.TilesIn(tiles.Rows);
        var pool = new BufferPool<TileBuffers>(number, () => new TileBuffers(tiles.EmptyProducts(tiles.RowsInTile), tiles.PaddedClasses));
        ParallelBlocks.Run(number, tile =>
        {
            var buffers = pool.Take();
            Measure(tile * tiles.RowsInTile, buffers, losses);
            pool.Return(buffers);
        });
        return tiles.Sums(_losses, smoothed: null, _correct, _predictions);
    }

    private void Measure(int first, TileBuffers buffers, TensorRows<float> losses)
    {
        var count = Math.Min(tiles.RowsInTile, tiles.Rows - first);
        using var products = buffers.Products!.narrow(0, 0, count);
        tiles.Multiply(first, products);
        var rows = new TensorRows<T>(products);
        for (var i = 0; i < count; i++)
        {
            if (tiles.Target(first + i) is not { } target)
                continue;
            var (highest, normaliser) = tiles.Look(rows[i], buffers.Highest);
            var picked = tiles.Score(rows[i], target);
            losses[0][first + i] = normaliser - picked;
            if (picked == highest && IsFirst(rows[i], target, highest))
                Interlocked.Increment(ref _correct);
            if (_predictions is not null)
                Predict(first + i, rows[i], target, (highest, normaliser), buffers.Highest);
        }
    }

    private void Predict(int row, ReadOnlySpan<T> products, int target, (float Highest, float Normaliser) look, ReadOnlySpan<float> blocks)
    {
        new TensorRows<long>(_predictions!.Classes)[0][row] = RankPasses.FirstAt<T, TFormat>(products, tiles.Bias, blocks, look.Highest);
        new TensorRows<float>(_predictions.Confidences)[0][row] = MathF.Exp(look.Highest - look.Normaliser);
        new TensorRows<long>(_predictions.Ranks)[0][row] =
            RankPasses.CountBefore<T, TFormat>(products, tiles.Bias, target, tiles.Score(products, target));
    }

    /// <summary>Of equal scores the first counts as the highest.</summary>
    private bool IsFirst(ReadOnlySpan<T> products, int target, float highest)
    {
        for (var i = 0; i < target; i++)
        {
            if (tiles.Score(products, i) == highest)
                return false;
        }
        return true;
    }
}
