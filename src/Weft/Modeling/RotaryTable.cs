using Weft.Runtime;
using static TorchSharp.torch;

namespace Weft.Modeling;

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
    /// <param name="start">The position of the first token.</param>
    /// <returns>[batch, heads, time, head]</returns>
    public Tensor Rotate(Tensor input, int start)
    {
        var time = input.shape[2];
        var (cosines, sines) = (_cosines.narrow(0, start, time), _sines.narrow(0, start, time));
        var halves = input.chunk(2, dim: -1);
        return cat([halves[0] * cosines - halves[1] * sines, (halves[1] * cosines).Plus(halves[0] * sines)], dim: -1);
    }

    public void Dispose()
    {
        _cosines.Dispose();
        _sines.Dispose();
    }
}
