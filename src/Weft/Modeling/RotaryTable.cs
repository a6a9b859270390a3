using static TorchSharp.torch;

namespace Weft.Modeling;

/// <summary>Rotates queries and keys by angles that grow with the position (Su et al. 2021, "RoFormer"), half against half.</summary>
internal sealed class RotaryTable : IDisposable
{
    private readonly Tensor _cosines; // [positions, head / 2]
    private readonly Tensor _sines;

    public RotaryTable(int positions, int head, Device device)
    {
        using var scope = NewDisposeScope();
        var frequencies = exp(arange(0, head, 2, dtype: ScalarType.Float32) * (-Math.Log(10000) / head));
        var angles = outer(arange(positions, dtype: ScalarType.Float32), frequencies);
        _cosines = cos(angles).to(device).DetachFromDisposeScope();
        _sines = sin(angles).to(device).DetachFromDisposeScope();
    }

    /// <param name="input">[batch, heads, time, head]</param>
    /// <param name="start">The position of the first token.</param>
    /// <returns>[batch, heads, time, head]</returns>
    public Tensor Rotate(Tensor input, int start)
    {
        var time = input.shape[2];
        var (cosines, sines) = (_cosines.narrow(0, start, time), _sines.narrow(0, start, time));
        var halves = input.chunk(2, dim: -1);
        return cat([halves[0] * cosines - halves[1] * sines, halves[1] * cosines + halves[0] * sines], dim: -1);
    }

    public void Dispose()
    {
        _cosines.Dispose();
        _sines.Dispose();
    }
}
