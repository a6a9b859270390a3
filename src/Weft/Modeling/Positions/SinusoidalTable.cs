using Weft.Modeling.Attention;
using static TorchSharp.torch;

namespace Weft.Modeling.Positions;

/// <summary>Sines at even, cosines at odd dimensions, of wavelengths from 2π to 10,000 · 2π (Vaswani et al. 2017, section 3.5).</summary>
internal sealed class SinusoidalTable : IDisposable
{
    private readonly Tensor _table; // [positions, dimension]

    public SinusoidalTable(int positions, int dimension, Device device)
    {
        using var scope = NewDisposeScope();
        _table = Rows(positions, dimension, device).DetachFromDisposeScope();
    }

    private SinusoidalTable(Tensor table) => _table = table;

    /// <summary>The positions of a square grid, row by row: half of the dimensions tell the row, the others the column.</summary>
    /// <param name="side">Rows, and columns.</param>
    /// <param name="dimension">A multiple of 4.</param>
    /// <param name="device">Where it lives.</param>
    public static SinusoidalTable OfGrid(int side, int dimension, Device device)
    {
        using var scope = NewDisposeScope();
        var along = Rows(side, dimension / 2, device); // [side, dimension / 2]
        var (rows, columns) = (along.repeat_interleave(side, dim: 0), along.repeat(side, 1));
        return new SinusoidalTable(cat([rows, columns], dim: 1).DetachFromDisposeScope());
    }

    /// <summary>The rows of positions, as <see cref="TokenPositions.RowsOf"/> gives them.</summary>
    public Tensor Rows(TokenPositions positions) => positions.RowsOf(_table);

    /// <summary>Writes all rows into a table of the same shape.</summary>
    public void CopyTo(Tensor table) => table.copy_(_table);

    public void Dispose() => _table.Dispose();

    private static Tensor Rows(int positions, int dimension, Device device)
    {
        var sines = tensor(PositionAngles.Map(positions, dimension, Math.Sin), device: device);
        var cosines = tensor(PositionAngles.Map(positions, dimension, Math.Cos), device: device);
        return stack([sines, cosines], dim: -1).view(positions, dimension);
    }
}
