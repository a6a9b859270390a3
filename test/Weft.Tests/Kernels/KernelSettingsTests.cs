using TorchSharp;
using Weft.Kernels;
using static TorchSharp.torch;

namespace Weft.Tests.Kernels;

public sealed class KernelSettingsTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly int _rowsAtOnce = KernelSettings.RowsAtOnce;

    [Fact]
    public void The_size_of_tiles_changes_the_last_bits_alone()
    {
        random.manual_seed(3);
        var (hidden, weight, bias) = (randn(64, 32), randn(101, 32) * 0.1, zeros(101));
        var targets = randint(0, 101, 64, dtype: ScalarType.Int64);
        Tensor WeightGradient(int rowsAtOnce)
        {
            KernelSettings.RowsAtOnce = rowsAtOnce;
            var gradients = (Weight: zeros_like(weight), Bias: zeros_like(bias));
            LinearCrossEntropy.Differentiate(hidden, (weight, bias), gradients, targets, 0.1, 1, ScalarType.Float32);
            return gradients.Weight;
        }

        var whole = WeightGradient(64);
        var tiled = WeightGradient(8);

        Assert.InRange((whole - tiled).norm().item<float>() / whole.norm().item<float>(), 0, 1e-5);
        Assert.True(tiled.Equals(WeightGradient(8)));
        // Eight sums are rounded otherwise than one: the setting is heard.
        Assert.False(tiled.Equals(whole));
    }

    [Fact]
    public void A_tile_has_rows() => Assert.Throws<ArgumentOutOfRangeException>(() => KernelSettings.RowsAtOnce = 0);

    public void Dispose()
    {
        KernelSettings.RowsAtOnce = _rowsAtOnce;
        _scope.Dispose();
    }
}
