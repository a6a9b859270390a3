using Weft.Modeling.Attention;
using Weft.Runtime.Tensors;
using static TorchSharp.torch;

namespace Weft.Modeling.Positions;

/// <summary>Rotates queries and keys by angles that grow with the position (Su et al. 2021, "RoFormer"), half against half.</summary>
internal sealed class RotaryTable : IDisposable
{
    private readonly Tensor _cosines; // [positions, head / 2]
    private readonly Tensor _sines;

    public RotaryTable(int positions, int head, Device device)
    {
        _cosines = tensor(PositionAngles.Map(positions, head, Math.Cos), device: device).DetachFromDisposeScope();
        _sines = tensor(PositionAngles.Map(positions, head, Math.Sin), device: device).DetachFromDisposeScope();
    }

    /// <param name="input">[batch, heads, time, head]</param>
    /// <param name="positions">Where the tokens stand.</param>
    /// <returns>[batch, heads, time, head]</returns>
    public Tensor Rotate(Tensor input, TokenPositions positions)
    {
        var (cosines, sines) = (positions.RowsOf(_cosines).unsqueeze(-3), positions.RowsOf(_sines).unsqueeze(-3)); // [1 or batch, 1, time, head / 2]
        var halves = input.chunk(2, dim: -1);
        return cat([halves[0] * cosines - halves[1] * sines, (halves[1] * cosines).Plus(halves[0] * sines)], dim: -1);
    }

    public void Dispose()
    {
        _cosines.Dispose();
        _sines.Dispose();
    }
}
