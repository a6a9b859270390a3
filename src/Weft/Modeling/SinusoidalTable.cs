using static TorchSharp.torch;

namespace Weft.Modeling;

/// <summary>Sines at even, cosines at odd dimensions, of wavelengths from 2π to 10,000 · 2π (Vaswani et al. 2017, section 3.5).</summary>
internal sealed class SinusoidalTable : IDisposable
{
    private readonly Tensor _table; // [positions, dimension]

    public SinusoidalTable(int positions, int dimension, Device device)
    {
        using var scope = NewDisposeScope();
        var frequencies = exp(arange(0, dimension, 2, dtype: ScalarType.Float32) * (-Math.Log(10000) / dimension));
        var angles = outer(arange(positions, dtype: ScalarType.Float32), frequencies);
        _table = stack([sin(angles), cos(angles)], dim: -1).view(positions, dimension).to(device).DetachFromDisposeScope();
    }

    /// <summary>The rows of <paramref name="time"/> positions from <paramref name="start"/>: [time, dimension].</summary>
    public Tensor Rows(int start, long time) => _table.narrow(0, start, time);

    public void Dispose() => _table.Dispose();
}
