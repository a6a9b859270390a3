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
        var sines = tensor(PositionAngles.Map(positions, dimension, Math.Sin), device: device);
        var cosines = tensor(PositionAngles.Map(positions, dimension, Math.Cos), device: device);
        _table = stack([sines, cosines], dim: -1).view(positions, dimension).DetachFromDisposeScope();
    }

    /// <summary>The rows of positions, as <see cref="TokenPositions.RowsOf"/> gives them.</summary>
    public Tensor Rows(TokenPositions positions) => positions.RowsOf(_table);

    /// <summary>Writes all rows into a table of the same shape.</summary>
    public void CopyTo(Tensor table) => table.copy_(_table);

    public void Dispose() => _table.Dispose();
}
