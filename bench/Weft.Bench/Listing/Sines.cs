using static TorchSharp.torch;

namespace Weft.Bench.Listing;

/// <summary>The fixed table of positions (Vaswani et al. 2017, section 3.5), as one writes it plainly.</summary>
internal static class Sines
{
    /// <returns>[time, 1, dimension]</returns>
    public static Tensor Table(int time, int dimension)
    {
        var table = zeros(time, dimension);
        var frequencies = (arange(0, dimension, 2, ScalarType.Float64) * (-Math.Log(10000) / dimension)).exp();
        var angles = arange(0, time, ScalarType.Float64).unsqueeze(1) * frequencies; // [time, dimension / 2]
        table[TensorIndex.Colon, TensorIndex.Slice(0, null, 2)] = angles.sin().to(ScalarType.Float32);
        table[TensorIndex.Colon, TensorIndex.Slice(1, null, 2)] = angles.cos().to(ScalarType.Float32);
        return table.unsqueeze(1);
    }
}
