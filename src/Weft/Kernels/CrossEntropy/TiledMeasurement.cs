using static TorchSharp.torch;

namespace Weft.Kernels.CrossEntropy;

/// <summary>Measures a batch on the CPU, tile by tile.</summary>
internal sealed class TiledMeasurement<T, TFormat>(ScoreTiles<T, TFormat> tiles)
    where T : unmanaged
    where TFormat : IScoreFormat<T>
{
    private readonly Tensor _losses = zeros(tiles.Rows);
    private int _correct;

    /// <summary>Measures all rows; to be asked for once.</summary>
    public LossSums Sums()
    {
        var losses = new TensorRows<float>(_losses);
        var number = tiles.TilesIn(tiles.Rows);
        var pool = new BufferPool<TileBuffers>(number, () => new TileBuffers(tiles.EmptyProducts(tiles.RowsInTile), tiles.PaddedClasses));
        ParallelBlocks.Run(number, tile => pool.With(buffers => Measure(tile * tiles.RowsInTile, buffers, losses)));
        return tiles.Sums(_losses, smoothed: null, _correct);
    }

    private void Measure(int first, TileBuffers buffers, TensorRows<float> losses)
    {
        using var scope = NewDisposeScope();
        var count = Math.Min(tiles.RowsInTile, tiles.Rows - first);
        var products = buffers.Products!.narrow(0, 0, count);
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
        }
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
